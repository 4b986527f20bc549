// The few facts that matter for the kind chosen, drawn from their declaration, and what looks wrong about the times. Nothing waits
// for an answer.
import { html, nothing } from "lit-html";
import { chips, textArea, textField } from "../foundation/fields.js";
import { agoInWords, typedMoment } from "../foundation/times.js";
import { timeDoubtPart } from "../trips/time_doubt_part.js";
import { fieldsOf, leftBehind, promptOf } from "./protocol_rules.js";

/** @typedef {import("./incident_screen.js").IncidentScreen} IncidentScreen */
/** @typedef {import("./protocol_rules.js").DetailField} DetailField */
/** @typedef {{screen: IncidentScreen, card: import("../trips/trip_rules.js").Card, now: number}} Known */
/** @typedef {{value: any, told: (value: any) => void, known: Known}} Drawing */

const YES_NO = /** @type {const} */ ([
  ["yes", "Yes"],
  ["no", "No"],
]);
// From so many on, they stand three to a row of a phone.
const DENSE_FROM = 9;
// Ids of their own: another part of the form may ask by the same name.
const idOf = (/** @type {DetailField} */ { name }) => `detail_${name}`;

/** @param {Known} known */
export function detailsPart(known) {
  const { draft } = known.screen;
  const { category, details = {} } = draft.fields;
  const others = leftBehind(draft.fields);
  return html`<div class="stack">
    ${fieldsOf(category).map(field => {
      const said = details[category] ?? {};
      const told = (/** @type {any} */ value) =>
        known.screen.change({ details: { ...draft.fields.details, [category]: { ...said, [field.name]: value } } });
      return fieldPart(field, { value: said[field.name] ?? null, told, known });
    })}
    ${others.length > 0 ? html`<p class="notice wait">What you filled in for “${others.join("”, “")}” is not part of this report.</p>` : nothing}
  </div>`;
}

/** @param {DetailField} field @param {Drawing} drawing */
function fieldPart(field, drawing) {
  const prompt = promptOf(field, drawing.value);
  return html`${DRAWN[field.type]?.(field, drawing)}
    ${prompt ? html`<p class="notice wait" role="status">${prompt}</p>` : nothing}`;
}

/** @type {Record<string, (field: DetailField, drawing: Drawing) => unknown>} */
const DRAWN = {
  text: (field, { value, told }) => textField({ ...wordsOf(field), value: value ?? "", told }),
  long_text: (field, { value, told }) => textArea({ ...wordsOf(field), value: value ?? "", told }),
  one_of: (field, { value, told }) => oneOf(field, pairsOf(field), value, told),
  yes_no: (field, { value, told }) =>
    oneOf(field, YES_NO, value === null ? null : value ? "yes" : "no", answer => told(answer === "yes")),
  some_of: (field, { value, told }) => someOf(field, value ?? [], told),
  time: timeField,
};

/** @param {DetailField} field */
const wordsOf = field => ({ name: idOf(field), label: field.label, ...(field.hint ? { hint: field.hint } : {}) });

/** @param {DetailField} field @returns {[string, string][]} */
const pairsOf = ({ options = [] }) => /** @type {[string, string][]} */ (options);

/** @param {DetailField} field @param {ReadonlyArray<readonly [string, string]>} options @param {string | null} value @param {(value: string) => void} told */
const oneOf = (field, options, value, told) =>
  chips({ name: idOf(field), legend: field.label, options, value, told, short: !field.wide });

/** @param {DetailField} field @param {string[]} chosen @param {(value: string[]) => void} told */
const someOf = (field, chosen, told) => html`<fieldset>
  <legend>${field.label}</legend>
  <div class="chips ${pairsOf(field).length > DENSE_FROM ? "dense" : "short"}">${pairsOf(field).map(
    ([code, words]) => html`<label class="chip">
    <input type="checkbox" name=${idOf(field)} value=${code} .checked=${chosen.includes(code)} @change=${() => told(toggled(field, chosen, code))}> ${words}</label>`,
  )}</div>
</fieldset>`;

/** In the order they are offered, whatever the order of the taps. @param {DetailField} field @param {string[]} chosen @param {string} code */
const toggled = (field, chosen, code) =>
  pairsOf(field)
    .map(([one]) => one)
    .filter(one => chosen.includes(one) !== (one === code));

/** @param {DetailField} field @param {Drawing} drawing */
function timeField(field, { value, told, known }) {
  const typed = value ?? "";
  const moment = typedMoment(typed);
  const isCounted = field.counts_from && moment !== null && moment <= known.now;
  return html`<div class="stack-tight">
    ${textField({ ...wordsOf(field), type: "datetime-local", value: typed, told })}
    ${isCounted ? html`<p><b>${agoInWords(moment, known.now)}</b></p>` : nothing}
    ${timeDoubtPart(typed, known, known.screen.draft.trip)}
  </div>`;
}

/** What looks wrong about when it happened. @param {Known} known */
export function timesPart(known) {
  const { fields, trip } = known.screen.draft;
  return fields.when === "other" ? timeDoubtPart(fields.happened_on, known, trip) : nothing;
}
