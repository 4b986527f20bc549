// The pieces of the incident form, one function each; what they mean is in `incident_rules.js`.
import { html, nothing } from "lit-html";
import { chips, textArea, textField } from "../foundation/fields.js";
import { contactList } from "../policy/contacts_part.js";
import { contactsFor } from "../policy/contacts_rules.js";
import { guidanceFor } from "./incident_guidance.js";
import { CATEGORIES, isApart, missingFacts, severityOf, SEVERITIES, topicOf, WHENS } from "./incident_rules.js";

/** @typedef {import("./incident_rules.js").Fields} Fields */
/** @typedef {(change: Partial<Fields>) => void} Change */
/** @typedef {{contacts?: import("../policy/contacts_rules.js").Contact[]} | null} Card */

const KIND = "What kind of incident?";
// The summary asks for whoever sees it.
const ASKED = /** @type {any} */ (html`<span class="hidden-words">${KIND}</span>`);
const MISSING_SHOWN = 1;
const YES_NO = /** @type {const} */ ([
  ["yes", "Yes"],
  ["no", "No"],
]);

/** Sixteen kinds to choose from; once a finger has chosen they fold, and the steps stand right beneath. @param {Fields} fields @param {Change} change @param {boolean} isFolded @param {() => void} folded */
export const categoryPart = (
  { category },
  change,
  isFolded,
  folded,
) => html`<details class="kinds" ?open=${!isFolded} @click=${fold(folded)}>
  <summary><span>${KIND}</span> <b>${CATEGORIES.find(([code]) => code === category)?.[1]}</b></summary>
  ${chips({ name: "category", legend: ASKED, options: CATEGORIES, value: category, told: chosen => change({ category: chosen }) })}
</details>`;

/** A key's click counts 0: whoever walks through the kinds by the arrows, each of which chooses, keeps them. @param {() => void} folded */
const fold =
  folded =>
  (/** @type {any} */ { detail, target, currentTarget: kinds }) => {
    if (!detail || !target.closest("label")) return;
    // Also where "Change" has opened them, of which nobody is told.
    kinds.open = false;
    kinds.firstElementChild.focus();
    folded();
  };

/** @param {Fields} fields @param {Change} change @param {string | undefined} problem */
export const whatHappenedPart = (fields, change, problem) =>
  textArea({
    name: "what_happened",
    ...(guidanceFor(topicOf(fields), null)?.asks ?? { label: "What happened?", hint: "A sentence is enough." }),
    value: fields.what_happened,
    told: what_happened => change({ what_happened }),
    ...(problem ? { problem } : {}),
  });

/** @param {Fields} fields @param {Change} change */
export const severityPart = (fields, change) =>
  chips({
    name: "severity",
    legend: "How serious?",
    short: true,
    options: SEVERITIES,
    value: severityOf(fields),
    told: severity => change({ severity }),
  });

/** @param {Fields} fields @param {Change} change */
export const whenPart = (fields, change) => html`<div class="stack">
  ${chips({ name: "when", legend: "When?", short: true, options: WHENS, value: fields.when, told: when => change({ when }) })}
  ${
    fields.when === "other"
      ? textField({
          name: "happened_on",
          label: "Date and time",
          type: "datetime-local",
          value: fields.happened_on,
          told: happened_on => change({ happened_on }),
        })
      : nothing
  }
</div>`;

/** @param {Fields} fields @param {Change} change @param {string} finding what is said of looking for the position @param {() => void} find */
export const wherePart = ({ place, position }, change, finding, find) => html`<div class="stack">
  ${textField({ name: "place", label: "Where?", value: place, told: typed => change({ place: typed }) })}
  <div class="row">
    ${position ? html`<span class="grow">Position noted, to within ${position.accuracy_metres} m.</span>` : nothing}
    <button class="button second" type="button" @click=${position ? () => change({ position: null }) : find}>${position ? "Remove" : "Use my"} position</button>
    <span class="quiet" role="status">${finding}</span>
  </div>
</div>`;

/** @param {Fields} fields @param {Change} change */
export const peoplePart = (fields, change) => html`<div class="stack">
  ${textField({ name: "pupils", label: "Which pupils?", hint: 'Names, or "all".', value: fields.pupils, told: pupils => change({ pupils }) })}
  ${textArea({ name: "what_was_done", label: "What was done?", value: fields.what_was_done, told: what_was_done => change({ what_was_done }) })}
  ${textField({ name: "who_was_told", label: "Who was told?", value: fields.who_was_told, told: who_was_told => change({ who_was_told }) })}
  ${chips({
    name: "follow_up_needed",
    legend: "Does somebody need to follow this up?",
    short: true,
    options: YES_NO,
    value: fields.follow_up_needed === null ? null : fields.follow_up_needed ? "yes" : "no",
    told: answer => change({ follow_up_needed: answer === "yes" }),
  })}
</div>`;

/** @param {Fields} fields @param {Card} card */
export function guidancePart(fields, card) {
  const guidance = guidanceFor(topicOf(fields), severityOf(fields));
  if (!guidance) return nothing;
  return html`<section class="notice ${fields.category === "nude_image" ? "bad" : "guide"} stack" id="first" aria-label="What to do first">
    <h2>${guidance.title}</h2>
    <ol class="steps">${guidance.do_now.map(step => html`<li>${step}</li>`)}</ol>
    ${contactList(contactsFor(card, guidance.ring))}
  </section>`;
}

/** @param {Fields} fields */
export function missingPart(fields) {
  const missing = missingFacts(fields);
  if (missing.length === 0) return html`<p class="quiet">Everything is filled in.</p>`;
  const more = missing.length > MISSING_SHOWN ? ` and ${missing.length - MISSING_SHOWN} more` : "";
  return html`<p class="quiet">Not filled in: ${missing.slice(0, MISSING_SHOWN).join(", ")}${more}. You can save without.</p>`;
}

/** What is said once it is saved: what to do, whom to ring, what is missing. @param {Fields} fields @param {Card} card */
export function afterwards(fields, card) {
  const missing = missingFacts(fields);
  return html`${guidancePart(fields, card)}
    ${missing.length > 0 ? html`<p class="notice wait">Not filled in: ${missing.join(", ")}. Tell the ${isApart(fields) ? "chair" : "office"} when you know.</p>` : nothing}`;
}
