// The first screen's red bar while an emergency runs, here or on another phone of the trip.
import { html, nothing } from "lit-html";
import { inWords } from "../foundation/times.js";
import { holdSince, overAt } from "../policy/hold_rules.js";
import { current, offered } from "./emergency_rules.js";

/** @param {import("../policy/hold_rules.js").Known & {now: number}} known */
export function emergencyPart(known) {
  const emergency = current(known);
  const isRunning = emergency && overAt({ ...known, emergency }) === null;
  const since = isRunning ? emergency.began_at : offered(known)?.began_at;
  if (!since) return nothing;
  const hold = holdSince(known);
  return html`<a class="running" href="#/emergency"><strong>Emergency since ${inWords(since, known.now)}</strong>
    ${hold === null ? nothing : html`<span>No phones, no photographs since ${inWords(hold, known.now)}</span>`}
    <span>${isRunning ? "Open it" : "On another phone of this trip: see it, or join"}</span></a>`;
}
