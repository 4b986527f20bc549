// What to do about illegal content, a line a step, each with whom to ring for it (R68).
import { html, nothing } from "lit-html";
import illegal from "../../server/policy/illegal_content.json" with { type: "json" };
import { dated, nationNote } from "./contacts_card_rules.js";

/** @typedef {import("./contacts_card_rules.js").Group} Group */
/** @typedef {import("./contacts_card_rules.js").Line} Line */
/** @typedef {{say: string, bodies: string[], roles: string[], authority?: boolean, report?: boolean}} Step */

/** @param {Group[]} groups @param {import("./contacts_card_rules.js").Card | null} card @param {(line: Line) => unknown} part */
export const illegalPart = (groups, card, part) => html`<div class="stack">
  <section class="notice bad stack" aria-labelledby="never">
    <h2 id="never">Never</h2>
    <ul class="steps">${illegal.never.map(words => html`<li>${words}</li>`)}</ul>
  </section>
  <ol class="steps roomy">${illegal.steps.map(step => stepPart(step, groups, part))}</ol>
  <p class="quiet">${nationNote(card)} After ${illegal.source}, last checked ${dated(illegal.checked_on)}.</p>
</div>`;

/** @param {Step} step @param {Group[]} groups @param {(line: Line) => unknown} part */
const stepPart = (step, groups, part) => html`<li class="stack-tight">
  <p>${step.say}</p>
  ${linesOf(step, groups).map(part)}
  ${step.authority ? authorityLinks(groups) : nothing}
  ${step.report ? html`<a class="button second wide" href="#/report">Report an incident</a>` : nothing}
</li>`;

/** @param {Step} step @param {Group[]} groups @returns {Line[]} */
function linesOf({ bodies, roles }, groups) {
  const of = (/** @type {string} */ id) => groups.find(group => group.id === id)?.contacts ?? [];
  return [
    ...of("school").filter(({ role }) => roles.includes(role)),
    ...of("national").filter(({ role }) => bodies.includes(role)),
  ];
}

/** @param {Group[]} groups */
const authorityLinks = groups =>
  groups
    .filter(({ id }) => id !== "school" && id !== "national")
    .map(({ id, title }) => html`<a class="button second wide" href=${`#/contacts/${id}`}>${title}</a>`);
