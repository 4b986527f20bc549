// What makes a list one to show: this person's, of now. Pure.

/** [name, relation, number]; no number where the DSL says not to ring. @typedef {[string, string, string | null]} ToRing */
/** [name, class, what to watch for, whom to ring, key, in what photos they may be] @typedef {[string, string, string | null, ToRing[], string?, (number | string)[]?]} Pupil */
/** @typedef {{v: number, unlock: string, trip: string, title: string, as_at: string, not_after: string, has_care: boolean, has_contacts: boolean, photos?: Photos, homes?: Record<string, number[]>, pupils: Pupil[], groups?: [string, string[]][], policy?: number, policy_words?: Record<string, string[]>}} Pack */
/** The school's rules for photos; `activities` are [name, warn or stop, line], or with a first and a last day behind that. @typedef {{list_warns_hours: number, list_stops_hours: number, activities: string[][], purposes?: string[], first_name?: boolean}} Photos */

// The school's clock and this phone's may differ by so much.
const CLOCKS_DIFFER_MS = 10 * 60_000;

/** Why a list is not shown; "" when it is. @param {Pack} pack @param {string} unlock @param {number} now by a clock that cannot be set back */
export function whyNot(pack, unlock, now) {
  if (pack.unlock !== unlock) return "another";
  if (Date.parse(pack.as_at) > now + CLOCKS_DIFFER_MS) return "future";
  return Date.parse(pack.not_after) > now ? "" : "over";
}

/** The pupils whose name or class has these letters. @param {Pupil[]} pupils @param {string} typed */
export function found(pupils, typed) {
  const letters = plain(typed);
  return pupils.filter(([name, group]) => plain(`${name} ${group}`).includes(letters));
}

/** @param {string} text */
const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").trim().toLowerCase();
