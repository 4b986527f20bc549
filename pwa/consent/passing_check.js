// The check that opens the camera: of a moment ago, in memory only, gone when the phone locks.

/**
 * Who may be in the picture, as it was checked; or that nobody is in it.
 * @typedef {object} Check
 * @property {string} id
 * @property {number} at milliseconds
 * @property {string | null} trip
 * @property {string | null} purpose
 * @property {string | null} place
 * @property {string | null} justification
 * @property {string | null} activity
 * @property {string | null} destination
 * @property {string[]} pupils
 * @property {string | null} list_as_at
 * @property {boolean} [nobody]
 */

const HOLDS_MS = 10 * 60_000;

/** @type {Check | null} */
let last = null;

/** @param {Check} check one that everybody passed */
export function passes(check) {
  last = check;
}

/** Nobody may photograph by it any more: the phone is locked, or somebody has said no. */
export function lapses() {
  last = null;
}

/** What was checked within ten minutes; null where nothing was. @param {number} now milliseconds @returns {Check | null} */
export const current = now => (last && now >= last.at && now - last.at < HOLDS_MS ? last : null);
