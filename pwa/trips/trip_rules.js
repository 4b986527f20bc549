// Which trip is today's, which is next, and how old all that is, from a school card that may be days old. Pure.
import { counted, dayInWords, daysBetween } from "../foundation/times.js";

/** @typedef {{id: string, title: string, place: string, starts_on: string, ends_on: string, pupil_count: number, staff: string[], own?: boolean, country?: string, emergency?: string, emergency_known?: boolean}} Trip */
/** @typedef {{trip?: Trip | null, trips?: Trip[], as_at?: string} | null} Card */

const STALE_MS = 86_400_000;

/** Every trip the card knows, each once, this phone's own first. @param {Card} card @returns {Trip[]} */
export function knownTrips(card) {
  const all = [card?.trip, ...(card?.trips ?? [])].filter(trip => trip != null);
  return all.filter((trip, at) => all.findIndex(other => other.id === trip.id) === at);
}

/** @param {Card} card @param {string} today YYYY-MM-DD */
export function tripsOn(card, today) {
  return knownTrips(card).filter(trip => trip.starts_on <= today && today <= trip.ends_on);
}

/**
 * The trip a new report belongs to: this phone's own, or the only one of today; null where it is not certain,
 * which never holds a report.
 * @param {Card} card @param {string} today YYYY-MM-DD
 */
export function tripForReport(card, today) {
  const trips = tripsOn(card, today);
  const own = trips.find(trip => trip.own);
  return own ?? (trips.length === 1 ? (trips[0] ?? null) : null);
}

/** The first trip after today, this phone's own before another of the same day. @param {Card} card @param {string} today */
export function nextTrip(card, today) {
  const coming = knownTrips(card).filter(trip => trip.starts_on > today);
  return coming.reduce((/** @type {Trip | null} */ first, trip) => sooner(first, trip), null);
}

/** @param {Trip | null} first @param {Trip} trip */
const sooner = (first, trip) => (first && startOf(first) <= startOf(trip) ? first : trip);

/** @param {Trip} trip */
const startOf = ({ starts_on, own }) => `${starts_on} ${own ? 0 : 1}`;

/** The latest trip that is over. @param {Card} card @param {string} today @returns {Trip | null} */
export function lastTrip(card, today) {
  const over = knownTrips(card).filter(trip => trip.ends_on < today);
  return over.sort((a, b) => (a.ends_on < b.ends_on ? 1 : -1))[0] ?? null;
}

/** "Castle visit, 32 pupils". @param {Trip} trip */
export const tripInWords = ({ title, pupil_count }) => `${title}, ${counted(pupil_count, "pupil")}`;

/** What today is, for the first screen's heading. @param {Card} card @param {string} today */
export function todayInWords(card, today) {
  const trip = tripForReport(card, today);
  if (trip) return `Today: ${tripInWords(trip)}`;
  const { length } = tripsOn(card, today);
  if (length > 0) return `Today: ${counted(length, "trip")}`;
  return card ? "Today: no trip" : "Today";
}

/** "Thu 26 Nov", or "Thu 26 Nov to Sat 28 Nov". @param {Trip} trip */
export const daysInWords = ({ starts_on, ends_on }) =>
  starts_on === ends_on ? dayInWords(starts_on) : `${dayInWords(starts_on)} to ${dayInWords(ends_on)}`;

/** Which day of a trip of several days it is: "2 of 3, until Sat 28 Nov". @param {Trip} trip @param {string} today @returns {string | null} */
export function dayOfTrip({ starts_on, ends_on }, today) {
  if (starts_on === ends_on) return null;
  const [day, days] = [today, ends_on].map(end => daysBetween(starts_on, end) + 1);
  return `${day} of ${days}, until ${dayInWords(ends_on)}`;
}

/** Whether what the school said is more than a day old. @param {string} asAt the school's clock @param {number} schoolNow by the same clock, ms */
export const isStale = (asAt, schoolNow) => !(schoolNow - Date.parse(asAt) <= STALE_MS);
