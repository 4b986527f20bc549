// "No phones, no photographs" in an emergency, and whether the emergency is over: by the last word of this phone and of the
// others of its trip, of which the school card tells. Pure.

/** @typedef {{id: string, step: string, at: number, undoes?: string}} Step */
/** What this phone keeps of its emergency: ids, codes and times. @typedef {{incident: string, trip: string | null, began_at: number, steps: Step[]}} Emergency */
/** What the card says of one of the trip. @typedef {{incident: string, trip: string, began_at: string, hold: string | null, hold_at: string | null, over: string | null, over_at: string | null}} Heard */
/** @typedef {{emergency?: Emergency | null, card?: {emergency?: Heard | null} | null}} Known */

export const HOLD = /** @type {const} */ (["hold_begun", "hold_ended"]);
export const END = /** @type {const} */ (["over", "opened_again"]);

/** Since when phones and cameras stay away, in ms; null where nothing holds. @param {Known} known @returns {number | null} */
export const holdSince = known => first(known, one => (overAt(one) === null ? begunAt(one, "hold", HOLD) : null));

/** Since when the emergency that this phone keeps or heard of is over; null while it runs. @param {Known} known */
export const overAt = known => begunAt(known, "over", END);

/** @param {Known} known @param {"hold" | "over"} name @param {readonly [string, string]} turns @returns {number | null} */
function begunAt({ emergency, card }, name, turns) {
  const own = (emergency?.steps ?? []).filter(({ step }) => turns.includes(step));
  const there = card?.emergency;
  const heard =
    there?.[name] && (!emergency || emergency.incident === there.incident)
      ? [{ step: there[name], at: Date.parse(String(there[`${name}_at`])) }]
      : [];
  // Of the same moment, this phone's own word counts.
  const last = [...heard, ...own].reduce((a, b) => (a && a.at > b.at ? a : b), /** @type {any} */ (null));
  return last?.step === turns[0] ? last.at : null;
}

/** Two emergencies of one trip are asked one after the other. @param {Known} known @param {(one: Known) => number | null} ask */
function first({ emergency, card }, ask) {
  const isAnother = emergency && card?.emergency && card.emergency.incident !== emergency.incident;
  const found = ask({ emergency, card });
  return found === null && isAnother ? ask({ card }) : found;
}
