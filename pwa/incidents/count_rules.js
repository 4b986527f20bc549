// A head count: which groups there are to count, what a count says in words, and the record it becomes. Pure. The body is held
// against the server's schema by the cases in `tests/golden/head_counts.json`.
import { inWords, utc } from "../foundation/times.js";
import { overAt } from "../policy/hold_rules.js";
import { tripForReport } from "../trips/trip_rules.js";

/** @typedef {{key: string, name: string}} Member */
/**
 * Whom to count. `name` is null for everybody; `of` null where nobody knows; `members` null where there is no list.
 * @typedef {{name: string | null, of: number | null, members: Member[] | null}} Group
 */
/** A count under way; this phone keeps it as it stands, so that nothing of it names anybody. @typedef {{trip: string | null, group: string | null, of: number | null, counted: number, started_at: number}} Count */
/** A count that is over, as this phone shows it. @typedef {{trip: string | null, group: string | null, of: number | null, counted: number, at: number}} Last */
/** @typedef {import("../trips/pack_rules.js").Pack} Pack */
/** @typedef {import("../trips/trip_rules.js").Trip & {groups?: [string, number][]}} Trip */
/** @typedef {{list: {pack: Pack} | null, card: import("../trips/trip_rules.js").Card, today: string}} Known */

export const KIND = "pupils.counted";
export const EVERYONE = "Everyone";
const OTHERS = "In no group";
const MOST_KEPT = 12;
const GOES_ON_MS = 12 * 3_600_000;

/** Whether a count that was begun is still one to go on with: nobody gets off a coach for half a day. @param {Count} count @param {number} now */
export const goesOn = ({ started_at }, now) => Math.abs(now - started_at) < GOES_ON_MS;

/** The trip that is counted on: the list's own, or else today's. @param {Known} known @returns {string | null} */
export const tripOf = ({ list, card, today }) => list?.pack.trip ?? tripForReport(card, today)?.id ?? null;

/** Each group, and everybody: by coach where the school has set that, else by class, else all at once. @param {Known} known @returns {Group[]} */
export function groupsToCount(known) {
  const groups = known.list ? ofList(known.list.pack) : ofCard(known);
  const [all] = groups.slice(-1);
  return groups.length > 2 ? groups : all ? [all] : [];
}

/** @param {Pack} pack @returns {Group[]} */
function ofList({ pupils, groups = [] }) {
  const members = pupils.map(([name, , , , key = ""]) => ({ key, name }));
  const classes = [...new Set(pupils.map(([, group]) => group))];
  const named = groups.length > 0 ? byGroup(members, groups) : classes.map(name => ofClass(name, pupils, members));
  return [...named, { name: null, of: members.length, members }];
}

/** @param {string} name @param {Pack["pupils"]} pupils @param {Member[]} members @returns {Group} */
function ofClass(name, pupils, members) {
  const mine = members.filter((_, at) => pupils[at]?.[1] === name);
  return { name, of: mine.length, members: mine };
}

/** @param {Member[]} members @param {[string, string[]][]} groups @returns {Group[]} */
function byGroup(members, groups) {
  const each = groups.map(([name, keys]) => ({ name, members: members.filter(({ key }) => keys.includes(key)) }));
  const others = members.filter(one => !each.some(group => group.members.includes(one)));
  const all = others.length > 0 ? [...each, { name: OTHERS, members: others }] : each;
  return all.map(({ name, members: mine }) => ({ name, of: mine.length, members: mine }));
}

/** Locked, or without a list: numbers alone. @param {Known} known @returns {Group[]} */
function ofCard({ card, today }) {
  const trip = /** @type {Trip | null} */ (tripForReport(card, today));
  const groups = trip?.groups ?? [];
  const others = (trip?.pupil_count ?? 0) - groups.reduce((sum, [, count]) => sum + count, 0);
  const named = groups.map(([name, of]) => ({ name, of, members: null }));
  const rest = groups.length > 0 && others > 0 ? [{ name: OTHERS, of: others, members: null }] : [];
  return [...named, ...rest, { name: null, of: trip?.pupil_count ?? null, members: null }];
}

/** Who is in the group, as long as the list is open. @param {Count} count @param {Known} known */
export function membersOf(count, known) {
  if (!known.list || tripOf(known) !== count.trip) return null;
  return groupsToCount(known).find(({ name }) => name === count.group)?.members ?? null;
}

/** @param {string | null} group */
export const groupInWords = group => group ?? EVERYONE;

/** How many are missing; 0 where nobody is, or nobody knows. @param {Pick<Count, "counted" | "of">} count */
export const lacking = ({ counted, of }) => (of === null ? 0 : Math.max(0, of - counted));

/** "31 of 32", "31 of 32: Maya B.", "33 of 32: one more than the list", "31 counted". @param {Pick<Count, "counted" | "of">} count @param {string[]} [names] of those missing, as far as somebody said */
export function countInWords({ counted, of }, names = []) {
  if (of === null) return `${counted} counted`;
  const over = counted - of;
  if (over > 0) return `${counted} of ${of}: ${over === 1 ? "one" : over} more than the list`;
  const more = lacking({ counted, of }) - names.length;
  const named = names.length > 0 && more > 0 ? [names.join(", "), `${more} more`].join(" and ") : names.join(", ");
  return `${counted} of ${of}${named ? `: ${named}` : ""}`;
}

/** "32 of 32 at 14:10, Coach 1". @param {Last} last @param {number} now */
export const lastInWords = (last, now) =>
  `${countInWords(last)} at ${inWords(last.at, now)}${last.group === null ? "" : `, ${last.group}`}`;

/** The last count of each group, the newest first, once more with this one. @param {Last[]} before @param {Last} last */
export const withLast = (before, last) =>
  [last, ...before.filter(one => one.trip !== last.trip || one.group !== last.group)].slice(0, MOST_KEPT);

/** The number somebody typed; null for none. @param {string} typed */
export const numberIn = typed => (/^\d{1,4}$/.test(typed.trim()) ? Number(typed) : null);

/**
 * The body of the record (kind `pupils.counted`, version 1).
 * @param {Count} count @param {number} now ms @param {Member[]} missing @param {string | null} incident the emergency's that runs on this phone
 */
export function bodyOf({ group, counted, of, started_at }, now, missing, incident) {
  return { group, counted, of, missing, started_at: utc(started_at), counted_at: utc(now), incident };
}

/** The incident of the emergency that runs on this phone, where it is of this trip as far as anybody knows. @param {import("../policy/hold_rules.js").Known} known @param {string | null} trip @returns {string | null} */
export function incidentOf(known, trip) {
  const { emergency } = known;
  if (!emergency || overAt(known) !== null) return null;
  return trip === null || emergency.trip === null || emergency.trip === trip ? emergency.incident : null;
}

/** What a report of a missing pupil begins with. @param {Last} last @param {string[]} names @param {number} now */
export const reportFields = (last, names, now) => ({
  category: "missing_pupil",
  pupils: names.join(", "),
  what_happened: `Head count ${countInWords({ counted: last.counted, of: last.of })} at ${inWords(last.at, now)}, ${groupInWords(last.group)}.`,
});
