// What a phone can say once everyone is home: how much was saved on it on a trip, what of it the school has, what is still
// here. Pure. It says green only where nothing at all waits on this phone; what is apart is in no number.
import { counted, isoDate } from "../foundation/times.js";
import { lastTrip, tripForReport } from "./trip_rules.js";

/** @typedef {import("../outbox/outbox_rules.js").Envelope} Envelope */
/** @typedef {import("../outbox/draft_store.js").Kept} Kept */
/** @typedef {import("./trip_rules.js").Card} Card */
/** @typedef {{id: string, title: string | null, starts_on: string, ends_on: string}} HomeTrip */
/**
 * What the phone knows of itself.
 * @typedef {object} Known
 * @property {Envelope[]} items
 * @property {Kept[]} drafts
 * @property {Card} card
 * @property {string} today YYYY-MM-DD
 * @property {object | null} phone
 * @property {boolean} needsSetUp
 * @property {boolean} isReady
 * @property {boolean} hasStorageTrouble
 * @property {boolean} hasLost
 * @property {string} keeps
 */
/** @typedef {{reports: number, reportsAtSchool: number, photos: number, photosLeft: number}} Counts */
/** `cannotKnow` says why no number is to be relied on; "" where the phone knows. @typedef {{trip: HomeTrip | null, isHome: boolean, counts: Counts, still: string[], cannotKnow: string}} Home */

// As long as a phone keeps what it knows of an item that has gone from it.
const KNOWN_FOR_MS = 90 * 86_400_000;

/** Which trip it is about: today's, or the one on which this phone last saved something, or the last it knows of. @param {Pick<Known, "items" | "card" | "today">} known @returns {HomeTrip | null} */
export function tripAtHome({ items, card, today }) {
  const newest = ofATrip(items).reduce((/** @type {Envelope | null} */ last, item) => later(last, item), null);
  const running = tripForReport(card, today);
  if (running) return running;
  if (newest?.trip) return known(card, newest.trip) ?? dayOf(newest);
  return lastTrip(card, today);
}

/** What it can say. `withPhotos` are the ids of the records that only go with a photo. @param {Known} facts @param {Set<string>} withPhotos @returns {Home} */
export function homeOf(facts, withPhotos) {
  const trip = tripAtHome(facts);
  const mine = facts.items.filter(item => !item.isApart && item.trip === trip?.id);
  const counts = countsOf(mine, withPhotos);
  const cannotKnow = whyNot(facts, trip, mine);
  const still = [
    ...stillHere(mine, counts, withPhotos),
    ...lostOf(mine),
    ...unfinished(facts, trip),
    ...besides(facts, trip),
  ];
  return { trip, counts, still, cannotKnow, isHome: trip !== null && cannotKnow === "" && still.length === 0 };
}

/** "7 reports, the school has 7." @param {Counts} counts */
export const reportsInWords = ({ reports, reportsAtSchool }) =>
  `${counted(reports, "report")}, the school has ${reportsAtSchool}.`;

/** "12 photos, 0 left on this phone." @param {Counts} counts */
export const photosInWords = ({ photos, photosLeft }) =>
  `${counted(photos, "photo")}, ${photosLeft} left on this phone.`;

/** A report that came unfinished and then whole is one. @param {Envelope[]} mine @param {Set<string>} withPhotos @returns {Counts} */
function countsOf(mine, withPhotos) {
  const reports = mine.filter(({ type, id }) => type !== "blob" && !withPhotos.has(id));
  const photos = mine.filter(({ type }) => type === "blob");
  const notThere = new Set(reports.filter(({ state }) => !isAtSchool(state)).map(({ id }) => id));
  const ids = new Set(reports.map(({ id }) => id));
  return {
    reports: ids.size,
    reportsAtSchool: ids.size - notThere.size,
    photos: photos.length,
    photosLeft: photos.filter(({ state }) => isHere(state)).length,
  };
}

/** @param {Envelope["state"]} state */
const isAtSchool = state => state === "received" || state === "settled";
/** @param {Envelope["state"]} state */
const isHere = state => state === "waiting" || state === "received";

/** What of this trip is on this phone, in any state but gone. @param {Envelope[]} mine @param {Counts} counts @param {Set<string>} withPhotos */
function stillHere(mine, { photosLeft }, withPhotos) {
  const others = mine.filter(({ type, state }) => type !== "blob" && isHere(state));
  const toSend = others.filter(({ state, id }) => state === "waiting" && !withPhotos.has(id));
  const { size } = new Set(toSend.map(({ id }) => id));
  return [
    size > 0 ? `${counted(size, "report")} not at school yet.` : "",
    photosLeft > 0 ? `${counted(photosLeft, "photo")} still on this phone.` : "",
    size === 0 && photosLeft === 0 && others.length > 0
      ? "The school has yet to say that it holds everything twice."
      : "",
  ].filter(Boolean);
}

/** @param {Envelope[]} mine */
function lostOf(mine) {
  const lost = mine.filter(({ state }) => state === "lost").map(({ seq }) => seq);
  if (lost.length === 0) return [];
  return [`The school has lost number ${lost.join(", ")} of this phone. Tell the office.`];
}

/** @param {Known} facts @param {HomeTrip | null} trip */
function unfinished({ drafts }, trip) {
  const mine = drafts.filter(draft => !draft.school.isApart && draft.trip === trip?.id).length;
  return mine > 0 ? [`${counted(mine, "report")} begun and not saved: finish it on the first screen.`] : [];
}

/** What is not of this trip, or in no number: whatever it is, it is said in the same words. @param {Known} facts @param {HomeTrip | null} trip */
function besides({ items, drafts }, trip) {
  const isOther = (/** @type {string | null} */ of, /** @type {boolean | undefined} */ isApart) =>
    Boolean(isApart) || of !== trip?.id;
  const waits = items.some(({ trip: of, isApart, state }) => isOther(of, isApart) && state !== "settled");
  const begun = drafts.some(({ trip: of, school }) => isOther(of, school.isApart));
  return waits || begun ? ["Something else on this phone has not gone yet: see the Outbox and the first screen."] : [];
}

/** @param {Known} facts @param {HomeTrip | null} trip @param {Envelope[]} mine */
function whyNot({ isReady, hasStorageTrouble, keeps, phone, needsSetUp, hasLost, card, today }, trip, mine) {
  if (!isReady) return "It is reading what is saved on it.";
  if (hasStorageTrouble) return "It cannot read what is saved on it just now.";
  if (keeps !== "all") return "This window does not keep what is saved in it.";
  if (!phone || needsSetUp) return "It is not set up, so the school does not know it.";
  if (hasLost) return "It has lost what was kept on it before. The office knows by number what is missing.";
  if (!trip) return "It knows of no trip.";
  if (Date.parse(today) - Date.parse(trip.ends_on) > KNOWN_FOR_MS) return "That is more than 90 days ago.";
  const hasHeard = (card?.as_at ?? "") >= trip.starts_on;
  if (mine.length === 0 && !hasHeard)
    return "Nothing of this trip is on it, and it has not heard from the school since.";
  return "";
}

/** @param {Envelope[]} items */
const ofATrip = items => items.filter(({ trip, isApart }) => trip !== null && !isApart);

/** @param {Envelope | null} last @param {Envelope} item */
const later = (last, item) => (last && last.filed_at >= item.filed_at ? last : item);

/** @param {Card} card @param {string} id */
const known = (card, id) => [card?.trip, ...(card?.trips ?? [])].find(trip => trip?.id === id) ?? null;

/** A trip of which no more is known than that something was saved on it. @param {Envelope} item @returns {HomeTrip} */
function dayOf({ trip, filed_at }) {
  const day = isoDate(new Date(filed_at));
  return { id: String(trip), title: null, starts_on: day, ends_on: day };
}
