// What is unfinished, on the first screen: going on with one's own, and what may be done with one that cannot be opened.
import { html, nothing } from "lit-html";
import { inWords } from "../foundation/times.js";
import { isLongUnfinished, mayContinue } from "./draft_rules.js";
import { thingOf } from "./draft_words.js";
import "./later_words.js";

/** @typedef {import("./draft_store.js").Kept} Kept */
/** @typedef {{drafts: Kept[], unlocked: {unlock: string} | null, people: unknown[], isOwnPhone: boolean, now: number}} Known */
/**
 * `held`: the ids of what is on the forms.
 * @typedef {{held: () => string[], send: (kept: Kept) => void, discard: (kept: Kept) => void}} Actions
 */

/** @param {Known} known @param {Actions} actions */
export function unfinishedPart(known, actions) {
  return known.drafts.map(kept => {
    if (mayContinue(kept, known.unlocked, actions.held())) return mine(kept, known, actions);
    if (kept.writer === null) return begunLocked(kept, known, actions);
    return known.unlocked ? nothing : another(kept, known);
  });
}

/** @param {Kept} kept @param {number} now */
const named = ({ form, opened_at }, now) =>
  html`<strong>Unfinished ${thingOf(form).full}, ${inWords(opened_at, now)}</strong>`;

/** @param {Kept} kept @param {Known} known @param {Actions} actions */
function mine(kept, { now }, actions) {
  const asks = isLongUnfinished(kept, now);
  return html`<div class="notice wait ${asks ? "stack" : "row"}">
    <p class="grow">${named(kept, now)}${asks ? html`<br>It has waited for a day. Finish it, send it as it is, or discard it.` : nothing}</p>
    <a class="button second" href="#/${kept.form}/${kept.id}">Continue</a>
    ${asks ? [sendButton(kept, actions), discardPart(kept, actions)] : nothing}
  </div>`;
}

/** What nobody can be shown; whoever is here now may have written it. @param {Kept} kept @param {Known} known @param {Actions} actions */
function begunLocked(kept, { unlocked, people, isOwnPhone, now }, actions) {
  return html`<div class="notice wait stack">
    <p>${named(kept, now)}<br>${isOwnPhone ? "On your own phone nothing readable is kept" : "It was begun without a PIN"}, so it cannot be opened again here. The school can read it.</p>
    ${sendButton(kept, actions)}
    ${unlocked || people.length === 0 ? discardPart(kept, actions) : nothing}
  </div>`;
}

/** @param {Kept} kept @param {Known} known */
const another = (kept, { now }) => html`<div class="notice wait row">
  <p class="grow">${named(kept, now)}<br>It opens with its writer's PIN.</p>
</div>`;

/** @param {Kept} kept @param {Actions} actions */
const sendButton = (kept, { send }) =>
  html`<button class="button second" type="button" @click=${() => send(kept)}>Send it as it is</button>`;

/** @param {Kept} kept @param {Actions} actions */
const discardPart = (kept, { discard }) => html`<details class="discard">
  <summary>Discard it</summary>
  <p>It cannot be brought back.</p>
  <button class="button danger" type="button" @click=${() => discard(kept)}>Yes, discard it</button>
</details>`;
