// "We're running late": twelve hours more, without a signal, twice; the office reads of it.
import { html, nothing } from "lit-html";
import { inWords } from "../foundation/times.js";
import { MOST_LATE } from "../phones/unlock_rules.js";

/** @typedef {import("../phones/unlock_rules.js").Window} Window */
/** @typedef {{window: Window | null, unlocked: unknown, now: number}} Known */

// Before the evening of the last day nobody is late.
const NEAR_ITS_END_MS = 24 * 3_600_000;

/** @param {Known} known @param {(window: Window) => void} runLate */
export function latePart({ window, unlocked, now }, runLate) {
  if (!window || !unlocked || window.closes - now > NEAR_ITS_END_MS) return nothing;
  return html`<section class="card stack-tight" aria-label="How long this phone stays open">
    <p>This phone opens without a signal until ${inWords(window.closes, now)}.</p>
    ${
      window.late < MOST_LATE
        ? html`<button class="button second" type="button" @click=${() => runLate(window)}>We're running late: 12 hours more</button>`
        : html`<p class="quiet">Longer than that it needs a signal.</p>`
    }
  </section>`;
}
