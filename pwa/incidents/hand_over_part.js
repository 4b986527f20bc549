// What the ambulance crew is shown: who, what happened, when, what was done, what to watch for. On the screen and on paper
// only; what was typed is kept by saving it.
import { html, nothing } from "lit-html";
import { textArea, textField } from "../foundation/fields.js";
import { inWords } from "../foundation/times.js";
import { found as pupilsFound } from "../trips/pack_rules.js";
import { sheetWords, timeline, wordsOf } from "./emergency_rules.js";

/** @typedef {import("../trips/pack_rules.js").Pupil} Pupil */
/** @typedef {{who: string, what: string, more: string, find: string, pupil: Pupil | null, isSaved: boolean}} Sheet */
/** `school` is its name and whom to ring there. @typedef {{sheet: Sheet, emergency: import("./emergency_rules.js").Emergency | null, pupils: Pupil[], number: string, now: number, place: string, school: string}} Shown */

const MOST_NAMES = 8;

/** @returns {Sheet} */
export const blankSheet = () => ({ who: "", what: "", more: "", find: "", pupil: null, isSaved: false });

/** @param {Shown} shown @param {{change: (part: Partial<Sheet>) => void, save: () => void}} acts */
export function handOverPart(shown, { change, save }) {
  const { sheet, emergency } = shown;
  const canSave = emergency !== null && sheetWords(sheet) !== "" && !sheet.isSaved;
  return html`<div class="stack">
    <div class="stack no-print">
      ${namesPart(shown, change)}
      ${textField({ name: "who", label: "Who", hint: "Name, age, what they are wearing.", value: sheet.who, told: who => change({ who, pupil: null }) })}
      ${textArea({ name: "what", label: "What happened", value: sheet.what, told: what => change({ what }) })}
      ${textArea({ name: "more", label: "Anything else", hint: "Such as medicine given, or what the family said.", value: sheet.more, told: more => change({ more }) })}
    </div>
    ${sheetPart(shown)}
    <div class="stack no-print">
      <button class="button second wide" type="button" @click=${() => window.print()}>Print</button>
      ${canSave ? html`<button class="button wide" type="button" @click=${save}>Save what I typed</button>` : nothing}
      ${sheet.isSaved ? html`<p class="notice good" role="status">Saved on this phone. It goes with the emergency.</p>` : nothing}
      ${emergency ? nothing : html`<p class="quiet">To keep what you type, keep a time first: go back, and tap what was done.</p>`}
      <a class="button plain" href="#/emergency">Back to the emergency</a>
    </div>
  </div>`;
}

/** Names of today's list, for whoever has the phone open. @param {Shown} shown @param {(part: Partial<Sheet>) => void} change */
function namesPart({ sheet, pupils }, change) {
  if (pupils.length === 0)
    return html`<p class="quiet">Names and care details show here once the phone is unlocked and has today's list.</p>`;
  const names = sheet.find.trim() ? pupilsFound(pupils, sheet.find).slice(0, MOST_NAMES) : [];
  return html`${textField({ name: "find", label: "Find a pupil", value: sheet.find, told: find => change({ find }) })}
    <div class="row names">${names.map(
      pupil =>
        html`<button class="button second" type="button" @click=${() => change({ pupil, who: `${pupil[0]}, ${pupil[1]}`, find: "" })}>${pupil[0]}</button>`,
    )}</div>`;
}

/** @param {Shown} shown */
function sheetPart({ sheet, emergency, number, now, place, school }) {
  const { pupil } = sheet;
  const steps = emergency ? timeline(emergency).filter(step => !step.isTakenBack) : [];
  return html`<section class="card sheet stack" aria-labelledby="sheet">
    <h2 id="sheet">For the ambulance crew</h2>
    <dl>
      ${line("Who", sheet.who)}
      ${line("What happened", sheet.what)}
      ${line("When", emergency ? inWords(emergency.began_at, now) : "")}
      ${line("Where", place)}
      ${line("Mind", pupil?.[2] ?? "")}
      ${pupil?.[3].map(([name, relation, to]) => line("To ring", `${name}, ${relation}${to ? `: ${to}` : ""}`))}
      ${line("Also", sheet.more)}
      ${line("School", school)}
    </dl>
    ${steps.length > 0 ? html`<ol class="timeline">${steps.map(step => html`<li><span class="figures">${inWords(step.at, now)}</span> ${wordsOf(step.step, number)}</li>`)}</ol>` : nothing}
  </section>`;
}

/** @param {string} name @param {string} words */
const line = (name, words) => (words.trim() ? html`<div><dt>${name}</dt><dd>${words}</dd></div>` : nothing);
