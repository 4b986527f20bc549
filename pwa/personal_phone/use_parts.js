// The pieces of the log of an own phone's use, one function each; what they mean is in `use_rules.js`.
import { html, nothing } from "lit-html";
import { chips, textArea, textField } from "../foundation/fields.js";
import { phoneIcon, tickIcon } from "../foundation/icons.js";
import { inWords } from "../foundation/times.js";
import { contactsFor } from "../policy/contacts_rules.js";
import { whyPart } from "../policy/why_part.js";
import { AFTERWARDS, AGREED, choosing, missingFacts, nextTap, timesOf, WITHHELD } from "./use_rules.js";

/** @typedef {import("./use_rules.js").Fields} Fields */
/** @typedef {import("../policy/contacts_rules.js").Contact} Contact */
/** @typedef {(change: Partial<Fields>) => void} Change */
/** @typedef {{contacts?: Contact[]} | null} Card */

const OTHER = "other";
const YES_NO = /** @type {const} */ ([
  ["yes", "Yes"],
  ["no", "No"],
]);

/** One big button, first: it keeps the time before anything else is typed. @param {Fields} fields @param {number} now @param {{tap: () => void, untap: () => void}} actions */
export function callPart(fields, now, { tap, untap }) {
  const next = nextTap(fields);
  const { began, ended } = timesOf(fields);
  const isTapped = ended === null ? fields.began !== null : fields.ended !== null;
  return html`<section class="stack-tight call" aria-label="The call">
    ${
      next === null
        ? nothing
        : html`<button class="button wide report" type="button" id="call-now" data-next="undo-call" @click=${tap}>
      ${phoneIcon}<span>${next === "began" ? html`Call made now <small>Keeps the time at once</small>` : html`Call ended now`}</span></button>`
    }
    <div class="row">
      <p class="grow" role="status">${began === null ? nothing : html`<span class="state good">${tickIcon}<span>${callInWords(began, ended, now)}</span></span>`}</p>
      ${isTapped ? html`<button class="button plain" type="button" id="undo-call" data-next="call-now" @click=${untap}>Undo<span class="hidden-words"> ${ended === null ? "the beginning" : "the end"}</span></button>` : nothing}
    </div>
  </section>`;
}

/** @param {number} began @param {number | null} ended @param {number} now */
const callInWords = (began, ended, now) =>
  `Call made ${inWords(began, now)}${ended === null ? "" : `, ended ${inWords(ended, now)}`}`;

/** @param {Fields} fields @param {Card} card @param {Change} change @param {unknown} dialling how to ring that number */
export function whoPart(fields, card, change, dialling) {
  const contacts = offered(fields, card);
  return html`<div class="stack">
    ${chips({
      name: "called",
      legend: "Who was called?",
      options: [
        ...contacts.map(contact => /** @type {const} */ ([keyOf(contact), contact.title])),
        [OTHER, "Somebody else"],
      ],
      value:
        fields.called === "contact" ? keyOf({ role: fields.called_role, name: fields.called_name }) : fields.called,
      told: key => change(choosing(fields, contacts.find(contact => keyOf(contact) === key) ?? null, contacts)),
    })}
    ${fields.called === "contact" ? html`<p class="quiet">${fields.called_name}</p>` : textField({ name: "called_name", label: "Who you rang", value: fields.called_name, told: called_name => change({ called: OTHER, called_name }) })}
    ${textField({ name: "called_number", label: "The number you rang", type: "tel", hint: "If you have it. Never your own number.", value: fields.called_number, told: called_number => change({ called_number }) })}
    ${dialling}
  </div>`;
}

/** Whom the card names, and whoever was chosen when it named them. @param {Fields} fields @param {Card} card @returns {Contact[]} */
function offered({ called, called_role, called_name, called_number }, card) {
  const known = contactsFor(card, ["base_contact", "office", "dsl", "deputy_dsl", "headteacher", "chair"]);
  const chosen = { role: called_role ?? "", title: called_name, name: called_name, number: called_number };
  const isKnown = called !== "contact" || known.some(contact => keyOf(contact) === keyOf(chosen));
  return isKnown ? known : [...known, chosen];
}

/** @param {{role: string | null, name: string, title?: string}} contact */
const keyOf = ({ role, name, title }) => `${role} ${name || title}`;

/** @param {Fields} fields @param {{began?: string, ended?: string}} warnings @param {Change} change */
export const timesPart = (fields, warnings, change) => html`<div class="stack">
  ${timeField({ name: "began_on", label: "Call began", value: fields.began_on }, warnings.began, began_on => change({ began: null, began_on }))}
  ${timeField({ name: "ended_on", label: "Call ended", value: fields.ended_on }, warnings.ended, ended_on => change({ ended: null, ended_on }))}
</div>`;

/** @param {{name: string, label: string, value: string}} field @param {string | undefined} problem @param {(typed: string) => void} told */
const timeField = (field, problem, told) =>
  textField({ ...field, type: "datetime-local", told, ...problemOf(problem) });

/** @param {string | undefined} problem */
const problemOf = problem => (problem ? { problem } : {});

/** @param {Fields} fields @param {Change} change @param {string | undefined} problem */
export const wordsPart = (fields, change, problem) => html`<div class="stack">
  ${textArea({ name: "why_no_school_phone", label: "Why no school phone?", hint: "Such as: its battery was flat.", value: fields.why_no_school_phone, told: why_no_school_phone => change({ why_no_school_phone }) })}
  ${textArea({ name: "what_was_said", label: "What was said?", hint: "A sentence is enough.", value: fields.what_was_said, told: what_was_said => change({ what_was_said }), ...problemOf(problem) })}
</div>`;

/** A call that was not agreed to before it has its "Why?": who agrees at this school. @param {Fields} fields @param {any} card @param {Change} change */
export const conditionsPart = (fields, card, change) => html`<div class="stack">
  ${chips({ name: "withheld", legend: "Was your number withheld?", options: WITHHELD, value: fields.withheld, told: withheld => change({ withheld }) })}
  ${yesNo("another_adult_heard", "Did another adult hear the call?", fields.another_adult_heard, another_adult_heard => change({ another_adult_heard }))}
  ${chips({ name: "agreed", legend: "When was using your own phone agreed?", short: true, options: AGREED, value: fields.agreed, told: agreed => change({ agreed }) })}
  ${fields.agreed === AFTERWARDS ? whyPart("own_phone.agrees", card) : nothing}
  ${fields.agreed === null ? nothing : textField({ name: "agreed_by", label: "Who agreed?", value: fields.agreed_by, told: agreed_by => change({ agreed_by }) })}
</div>`;

/** A yes asks whether it was authorised, and says who is told (R57). @param {Fields} fields @param {Change} change */
export const photographsPart = (fields, change) => html`<div class="stack">
  ${yesNo("photographs_taken", "Photographs taken with it?", fields.photographs_taken, photographs_taken => change({ photographs_taken }))}
  <p class="hidden-words" role="status">${fields.photographs_taken ? HEAD_IS_TOLD : nothing}</p>
  ${
    fields.photographs_taken
      ? html`<div class="notice wait stack">
      <p><strong>${HEAD_IS_TOLD}</strong></p>
      ${yesNo("photographs_allowed", "Had the headteacher allowed it?", fields.photographs_allowed, photographs_allowed => change({ photographs_allowed }))}
      ${textField({ name: "photographs_about", label: "What do they show?", value: fields.photographs_about, told: photographs_about => change({ photographs_about }) })}
    </div>`
      : nothing
  }
</div>`;

const HEAD_IS_TOLD = "The headteacher is told.";

/** @param {string} name @param {string} legend @param {boolean | null} answer @param {(isYes: boolean) => void} told */
const yesNo = (name, legend, answer, told) =>
  chips({
    ...{ name, legend, short: true, options: YES_NO },
    value: answer === null ? null : answer ? "yes" : "no",
    told: chosen => told(chosen === "yes"),
  });

/** @param {Fields} fields */
export function missingPart(fields) {
  const missing = missingFacts(fields);
  if (missing.length === 0) return html`<p class="quiet">Everything is filled in.</p>`;
  const more = missing.length > 1 ? ` and ${missing.length - 1} more` : "";
  return html`<p class="quiet">Not filled in: ${missing[0]}${more}. You can save without.</p>`;
}

/** What is said once it is saved: who reads it (R52), and what is missing. @param {Fields} fields */
export function afterwards(fields) {
  const missing = missingFacts(fields);
  return html`<p>The headteacher, or whoever the school has named, reads it once the school has it.</p>
    ${missing.length > 0 ? html`<p class="notice wait">Not filled in: ${missing.join(", ")}. Tell the office when you know.</p>` : nothing}`;
}
