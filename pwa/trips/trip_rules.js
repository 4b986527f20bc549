// Which trip is today's, from a school card that may be days old. Pure.

/** @typedef {{id: string, title: string, place: string, starts_on: string, ends_on: string, pupil_count: number, staff: string[], own?: boolean}} Trip */
/** @typedef {{trip?: Trip | null, trips?: Trip[]} | null} Card */

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

/** "Castle visit, 32 pupils". @param {Trip} trip */
export function tripInWords({ title, pupil_count }) {
  return `${title}, ${pupil_count === 1 ? "1 pupil" : `${pupil_count} pupils`}`;
}
