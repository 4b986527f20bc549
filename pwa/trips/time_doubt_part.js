// What a form says beneath a time that looks wrong.
import { html, nothing } from "lit-html";
import { timeWarning } from "./time_doubts.js";
import { knownTrips } from "./trip_rules.js";

const NO_END = { ends_on: "9999-12-31" };

/**
 * Of the record's own trip, as far as this phone knows it.
 * @param {unknown} typed as the browser's field gives it @param {{card: import("./trip_rules.js").Card, now: number}} known @param {string | null} trip
 * @param {boolean} [mayFollow] whether it may as well be after the trip, as giving something back is
 */
export function timeDoubtPart(typed, { card, now }, trip, mayFollow = false) {
  if (!typed) return nothing;
  const trips = knownTrips(card).filter(({ id }) => id === trip);
  const warning = timeWarning(String(typed), {
    trips: mayFollow ? trips.map(one => ({ ...one, ...NO_END })) : trips,
    now,
  });
  return warning ? html`<p class="notice wait" role="status">${warning}</p>` : nothing;
}
