// The check that the camera opens by. It lives in memory alone, for ten minutes, and ends when the phone locks.

/**
 * `id` is the check's record; null where somebody declared that nobody is in it.
 * @typedef {object} PassingCheck
 * @property {string | null} id
 * @property {number} at by this phone's clock, ms
 * @property {string | null} trip
 * @property {string} purpose
 * @property {string | null} place
 * @property {string} justification
 * @property {string | null} activity
 * @property {string} destination
 * @property {string[]} pupils the list's keys
 * @property {boolean} [nobody]
 * @property {string | null} list_as_at when the school last said that the list holds
 */

export const HOLDS_MS = 10 * 60_000;

/** @type {{check: PassingCheck, isStillOpen: () => boolean} | null} */
let passed = null;

/** From now on the camera may open. @param {PassingCheck} check @param {() => boolean} isStillOpen whether the phone has stayed open for the same person */
export function passes(check, isStillOpen) {
  passed = { check, isStillOpen };
}

/** Somebody said no, or another check began. */
export function ends() {
  passed = null;
}

/** The check that still holds, or null. @param {number} now by this phone's clock, ms */
export function current(now) {
  if (!passed) return null;
  const age = now - passed.check.at;
  if (age >= 0 && age < HOLDS_MS && passed.isStillOpen()) return passed.check;
  passed = null;
  return null;
}
