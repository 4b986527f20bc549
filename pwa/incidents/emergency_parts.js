// The pieces of the emergency screen, one function each: one tap for each thing done, what was done, phones away, how it ends.
import { html, nothing } from "lit-html";
import { textArea } from "../foundation/fields.js";
import { inWords } from "../foundation/times.js";
import { CALLED, doneAt, forHowLong, TAPS, timeline, wordsOf } from "./emergency_rules.js";

/** @typedef {import("./emergency_rules.js").Emergency} Emergency */
/** @typedef {import("./emergency_rules.js").Step} Step */
/** @typedef {{emergency: Emergency | null, number: string, now: number}} Shown */
/** @typedef {(step: string) => void} Take */

/** How long it has been running. No live region: it would be read out all the time. @param {Emergency} emergency @param {number | null} over @param {number} now */
export const clockPart = ({ began_at }, over, now) =>
  over === null
    ? html`<p class="running"><strong>Emergency since ${inWords(began_at, now)}</strong> <span class="figures">${forHowLong(began_at, now)}</span></p>`
    : html`<p class="notice good"><strong>Over since ${inWords(over, now)}.</strong> It began ${inWords(began_at, now)}.</p>`;

/** @param {string} step @param {Shown} shown @param {Take} take @param {string} [looks] */
export function tap(step, { emergency, number, now }, take, looks = "second") {
  const at = doneAt(emergency, step);
  return html`<button class="button ${looks} tap" type="button" @click=${() => take(step)}>
    <span>${wordsOf(step, number)}${at === null ? nothing : html` <small>${inWords(at, now)}</small>`}</span></button>`;
}

/** @param {Shown} shown @param {Take} take @param {boolean} isOver whether the one before is over */
export const tapsPart = (shown, take, isOver) => html`<section class="stack" aria-labelledby="done">
  <h2 id="done">Done? One tap keeps the time</h2>
  ${isOver ? html`<p class="quiet">A tap now begins another emergency.</p>` : nothing}
  <div class="taps">${TAPS.filter(([step]) => step !== CALLED).map(([step]) => tap(step, shown, take))}</div>
</section>`;

/**
 * @param {Emergency} emergency @param {{number: string, now: number, opened: string, words: string}} shown
 * @param {{open: (id: string) => void, type: (words: string) => void, write: (step: Step) => void, undo: (step: Step) => void}} acts
 */
export function timelinePart(emergency, { number, now, opened, words }, acts) {
  const steps = timeline(emergency);
  if (steps.length === 0) return nothing;
  return html`<section class="stack" aria-labelledby="timeline">
    <h2 id="timeline">What was done</h2>
    <ol class="timeline">${steps.map(
      step => html`<li>
        <div class="row"><span class="figures">${inWords(step.at, now)}</span>
          <span class="grow">${step.isTakenBack ? html`<s>${wordsOf(step.step, number)}</s> <span class="quiet">a mistake</span>` : wordsOf(step.step, number)}</span>
          <button class="button plain" type="button" aria-expanded=${opened === step.id} @click=${() => acts.open(step.id)}>${opened === step.id ? "Close" : html`More<span class="hidden-words"> on ${wordsOf(step.step, number)}</span>`}</button></div>
        ${opened === step.id ? morePart(step, words, acts) : nothing}
      </li>`,
    )}</ol>
  </section>`;
}

/** @param {ReturnType<typeof timeline>[number]} step @param {string} words @param {Parameters<typeof timelinePart>[2]} acts */
const morePart = (step, words, acts) => html`<div class="stack">
  ${textArea({ name: "words", label: "Words for it", hint: "Such as who came, or what they said.", value: words, told: acts.type })}
  <div class="row">
    <button class="button grow" type="button" @click=${() => acts.write(step)}>Save words</button>
    ${
      step.isTakenBack || !TAPS.some(([code]) => code === step.step)
        ? nothing
        : html`<button class="button second grow" type="button" @click=${() => acts.undo(step)}>That was a mistake</button>`
    }
  </div>
</div>`;

/** @param {number | null} since @param {number} now @param {Take} take */
export const holdPart = (since, now, take) =>
  since === null
    ? html`<button class="button second wide" type="button" @click=${() => take("hold_begun")}>No phones, no photographs</button>`
    : html`<section class="card danger stack" aria-labelledby="hold">
        <h2 id="hold">No phones, no photographs</h2>
        <p>Since ${inWords(since, now)}. The camera is shut on this trip's phones. 999, reports and this screen work as always.</p>
        <blockquote class="read-out"><p>“Please put every phone away now. No calls, no messages, no photographs and no posts until I say so. The school tells your families.”</p></blockquote>
        <button class="button second wide" type="button" @click=${() => take("hold_ended")}>Phones and photographs are allowed again</button>
      </section>`;

/** @param {number | null} over @param {Take} take */
export const endPart = (over, take) =>
  over === null
    ? html`<button class="button second wide" type="button" @click=${() => take("over")}>Incident over</button>`
    : html`<button class="button second wide" type="button" @click=${() => take("opened_again")}>Not over: open it again</button>`;
