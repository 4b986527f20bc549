// What to do at once for the kinds of incident where a report is not the first thing: steps and whom to ring. The words are in
// server/incidents/first_kinds.json; those of the other kinds come with the rest (`protocols.js`).
import first from "../../server/incidents/first_kinds.json" with { type: "json" };

/** @typedef {import("../policy/contacts_rules.js").Role} Role */
/** @typedef {{title: string, do_now: string[], ring: Role[], grave_first?: boolean, is_closed?: boolean, asks?: {label: string, hint: string}}} Guidance */

const { grave, ...atOnce } = /** @type {Record<string, Guidance>} */ (first.guidance);
const known = atOnce;

/** Adds what comes with the rest. @param {Record<string, Guidance>} more */
export const learn = more => Object.assign(known, more);

/**
 * The steps for a category, or about the headteacher. A serious or critical report has the general ones first, but where its
 * own say whom to ring.
 * @param {string | null} category @param {string | null} severity @returns {Guidance | null}
 */
export function guidanceFor(category, severity) {
  const own = known[category ?? ""];
  if ((own && !own.grave_first) || (severity !== "serious" && severity !== "critical")) return own ?? null;
  return { ...grave, do_now: [...grave.do_now, ...(own?.do_now ?? [])] };
}
