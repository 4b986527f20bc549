// When a phone may be opened without the school. Pure.

/** @typedef {{unlock: string, staff: string, name: string, salt: string, rounds: number, is_locked?: boolean, opens?: boolean, has_agreed?: boolean}} Person somebody with a PIN on this phone; `opens` it without a signal */
/** `rings`: a phone that goes on it can ring. @typedef {{id: string, title: string, starts_on: string, ends_on: string, own?: boolean, rings?: boolean}} Trip */
/** `late`: how often its people said that they run late. @typedef {{trip: Trip, late: number, opens: number, closes: number}} Window */

export const MOST_LATE = 2;

const HOUR_MS = 3_600_000;
const EVENING_BEFORE_HOUR = 18;
const AFTER_END_HOURS = 12;
const LATE_HOURS = 12;

/** From 18:00 the evening before to twelve hours after the trip's last day, and longer when they run late. @param {Trip} trip @param {number} late how often */
export function windowOf(trip, late = 0) {
  const eve = new Date(`${trip.starts_on}T00:00`);
  eve.setDate(eve.getDate() - 1);
  eve.setHours(EVENING_BEFORE_HOUR);
  const end = new Date(`${trip.ends_on}T00:00`);
  end.setDate(end.getDate() + 1);
  const hours = AFTER_END_HOURS + LATE_HOURS * Math.min(late, MOST_LATE);
  return { trip, late, opens: eve.getTime(), closes: end.getTime() + hours * HOUR_MS };
}

/**
 * The window this phone is in, the one that lasts longest; null outside. Only trips that this phone goes on have one.
 * @param {{trip?: Trip | null, trips?: Trip[]} | null} card @param {number} now @param {Record<string, number>} late by trip
 * @returns {Window | null}
 */
export function openWindow(card, now, late = {}) {
  const trips = (card?.trips ?? []).filter(trip => trip.own);
  const open = trips
    .map(trip => windowOf(trip, late[trip.id]))
    .filter(({ opens, closes }) => opens <= now && now < closes);
  return open.sort((a, b) => b.closes - a.closes)[0] ?? null;
}

/** A clock set back makes nothing young again. @param {number} now @param {number} newest the latest time this phone has known */
export const trustedNow = (now, newest) => Math.max(now, newest);
