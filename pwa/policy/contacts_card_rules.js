// The contacts card as the phone shows it: whom to ring for what, of whose local authority, and how old each check is. Pure.
import { daysBetween } from "../foundation/times.js";

/** @typedef {{role: string, title: string, name: string, number: string, address?: string, checked_on?: string | null}} Line */
/** @typedef {Line & {checked_on: string, source?: string}} Body a national body, as this release or the school says it */
/** @typedef {{id: string, name: string, nation: string, is_own: boolean, contacts: Line[]}} Authority */
/** @typedef {{contacts?: Line[], nation?: string, check_days?: number, national?: Line[], authorities?: Authority[]}} Card */
/** `homes` are places in the list by the authority. @typedef {{homes?: Record<string, number[]>, pupils: {0: string}[]}} Pack */
/** `pupils` are the names of those who live there. @typedef {{id: string, title: string, note: string, contacts: Line[], pupils: string[]}} Group */

// A card from before it said so.
const CHECK_DAYS = 90;
const CHECKED_FOR = "england";
/** @type {Record<string, string>} */
const NATIONS = { england: "England", wales: "Wales", scotland: "Scotland", northern_ireland: "Northern Ireland" };
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const UNCHECKED = "Never checked: it may be wrong";

/** A day with its year: "3 Nov 2026". @param {string} day YYYY-MM-DD */
export function dated(day) {
  const [year, month, date] = day.split("-").map(Number);
  return `${date} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}

/** Whether a contact has to be checked again. @param {string | null} checkedOn @param {string} today @param {number} days */
export const isOverdue = (checkedOn, today, days) => checkedOn === null || daysBetween(checkedOn, today) > days;

/** When it was last checked and how long ago; a day still to come has no age. @param {string | null} checkedOn @param {string} today @param {number} days */
export function checkedInWords(checkedOn, today, days) {
  if (checkedOn === null) return UNCHECKED;
  const [day, ago] = [dated(checkedOn), daysBetween(checkedOn, today)];
  if (isOverdue(checkedOn, today, days)) return `Not checked since ${day}, ${ago} days ago: it may be out of date`;
  if (ago < 0) return `Last checked ${day}`;
  return `Last checked ${day}, ${ago === 0 ? "today" : `${ago} day${ago === 1 ? "" : "s"} ago`}`;
}

/**
 * How old a contact's check is. A number given for one trip has none, nor has any on a card from before they were dated.
 * @param {Line} line @param {string} today @param {Card | null} card
 */
export function ageOf({ checked_on }, today, card) {
  if (checked_on === undefined) return null;
  const days = card?.check_days ?? CHECK_DAYS;
  return { words: checkedInWords(checked_on, today, days), isOverdue: isOverdue(checked_on, today, days) };
}

/**
 * National bodies in the release's order: each as the school says it, unless the release checked it later.
 * @param {Body[]} release @param {Line[]} own @returns {Line[]}
 */
export const whatCounts = (release, own) =>
  release.map(given => {
    const mine = own.find(({ role }) => role === given.role);
    return mine && (mine.checked_on ?? "") >= given.checked_on ? mine : given;
  });

/**
 * Whom to ring, in groups: the school, its local authority, where pupils live, national bodies. Without a list nobody
 * knows who lives where: every authority of the trips stands there. With one, those of its pupils, with their names.
 * @param {{card: Card | null, pack: Pack | null, bodies: Body[]}} what @returns {Group[]}
 */
export function groupsOf({ card, pack, bodies }) {
  const authorities = (card?.authorities ?? []).map(one => authorityGroup(one, card, pack));
  return [
    { id: "school", title: "School", note: "", contacts: card?.contacts ?? [], pupils: [] },
    ...authorities.filter(({ isOwn, pupils }) => isOwn || !pack || pupils.length > 0),
    // What to ring in danger has the first place, on its own.
    { id: "national", title: "National", note: "", contacts: nationalBodies(bodies, card), pupils: [] },
  ].filter(({ id, contacts }) => id === "school" || contacts.length > 0);
}

/** @param {Body[]} bodies @param {Card | null} card */
const nationalBodies = (bodies, card) =>
  whatCounts(bodies, card?.national ?? []).filter(({ number }) => number !== "999");

/** @param {Authority} authority @param {Card | null} card @param {Pack | null} pack */
function authorityGroup({ id, name, nation, is_own, contacts }, card, pack) {
  const elsewhere = nation === (card?.nation ?? CHECKED_FOR) ? "" : `, in ${NATIONS[nation] ?? "another nation"}`;
  const whose = is_own ? "the school's own" : "where pupils on a trip live";
  return { id, title: name, note: `${whose}${elsewhere}`, contacts, isOwn: is_own, pupils: livingIn(id, pack) };
}

/** The names of those on the list who live there. @param {string} authority @param {Pack | null} pack */
const livingIn = (authority, pack) =>
  (pack?.homes?.[authority] ?? []).flatMap(place => {
    const pupil = pack?.pupils[place];
    return pupil ? [pupil[0]] : [];
  });

/** Where somebody on the list lives, by their place in it; null where that is not known or the card has no number of it. @param {Card | null} card @param {Pack} pack @param {number} place */
export function homeOf(card, pack, place) {
  const [id] = Object.entries(pack.homes ?? {}).find(([, places]) => places.includes(place)) ?? [];
  return card?.authorities?.find(one => one.id === id) ?? null;
}

/** For which nation the texts are, and what to do in another. @param {Card | null} card */
export function nationNote(card) {
  const nation = card?.nation ?? CHECKED_FOR;
  if (nation === CHECKED_FOR) return "Checked for England.";
  return `These texts are England’s, and were not checked for ${NATIONS[nation] ?? nation}. Ask the school what holds there.`;
}

/** An address that opens as a page; null for anything else. @param {string | undefined} address */
export const pageAt = address => (/^https?:\/\//.test(address ?? "") ? /** @type {string} */ (address) : null);
