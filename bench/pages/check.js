// Who may be in a picture: every pupil for every purpose, beside a bare look-up in a Map for each.
import { answer, PURPOSES } from "../../pwa/consent/check_rules.js";

const AT = { now: Date.parse("2027-01-15T10:00:00Z"), day: "2027-01-15" };
const [PLACE, ENTRIES] = ["Outdoors", [0, 1, "2027-01-14", "2027-12-31"]];

/** A list of so many pupils, a fourth of each kind of entry. @param {number} count */
function listOf(count) {
  const key = (/** @type {number} */ at) => at.toString(16).padStart(8, "0");
  const may = new Map();
  for (let at = 0; at < count; at += 1)
    may.set(
      key(at),
      PURPOSES.map((_purpose, place) => ENTRIES[(at + place) % 4]),
    );
  return { confirmed_at: AT.now, warns_hours: 12, stops_hours: 48, activities: [["Swimming", "warn", ""]], may };
}

/** @param {number} count pupils @returns {{pupils: number, out: number, ms: number, bare: number}} */
export function all(count) {
  const list = listOf(count);
  const pupils = [...list.may.keys()];
  const changed = new Set(pupils.slice(0, 5));
  const began = performance.now();
  let out = 0;
  for (const [purpose] of PURPOSES)
    out += answer({ purpose, place: PLACE, activity: null, pupils }, list, changed, AT).out.length;
  const ended = performance.now();
  let found = 0;
  for (const _purpose of PURPOSES) for (const key of pupils) if (list.may.get(key)) found += 1;
  return { pupils: found / PURPOSES.length, out, ms: ended - began, bare: performance.now() - ended };
}
