// What the first screen says about trips: today's, the others of today, the next one, and how old all of it is.
import { html, nothing } from "lit-html";
import { agoInWords, dayInWords } from "../foundation/times.js";
import { dayOfTrip, daysInWords, isStale, lastTrip, nextTrip, tripForReport, tripsOn } from "./trip_rules.js";

/** @typedef {import("./trip_rules.js").Trip} Trip */
/** @typedef {import("./trip_rules.js").Card} Card */
/** @typedef {{card: Card, today: string, now: number, isReady: boolean, offset: {seconds: number} | null}} Known */

/** @param {Known} known */
export function tripPart({ card, today, isReady }) {
  if (!isReady) return html`<p class="card quiet">Opening today's trip…</p>`;
  if (!card) return nothing;
  const trips = tripsOn(card, today);
  if (trips.length === 0) return noTrip(card, today);
  const headed = tripForReport(card, today);
  return trips.map(trip => todaysTrip(trip, today, trip === headed));
}

/** The screen's heading names one trip and its pupils already; the others of the day are named here. @param {Trip} trip @param {string} today @param {boolean} isHeaded */
function todaysTrip(trip, today, isHeaded) {
  const day = dayOfTrip(trip, today);
  return html`<section class="card stack-tight" aria-label=${isHeaded ? "Today's trip" : trip.title}>
    <h2>${isHeaded ? trip.place : trip.title}</h2>
    <dl class="facts">
      ${isHeaded ? nothing : html`${fact("Where", trip.place)}${fact("Pupils", trip.pupil_count)}`}
      ${day ? fact("Day", day) : nothing}
      ${trip.staff.length > 0 ? fact("Staff", trip.staff.join(", ")) : nothing}
    </dl>
  </section>`;
}

/** @param {Card} card @param {string} today */
function noTrip(card, today) {
  const next = nextTrip(card, today);
  const last = lastTrip(card, today);
  return html`<section class="card stack-tight" aria-label="Trips">
    ${
      next
        ? html`<h2>Next trip: ${next.title}</h2>
        <dl class="facts">${fact("When", daysInWords(next))}${fact("Where", next.place)}${fact("Pupils", next.pupil_count)}</dl>`
        : html`<p>This phone knows of no trip today or soon.</p>`
    }
    ${last ? html`<p class="quiet">Last trip: ${last.title}, ${dayInWords(last.ends_on)}.</p>` : nothing}
  </section>`;
}

/** @param {string} name @param {string | number} words */
const fact = (name, words) => html`<div><dt>${name}</dt><dd>${words}</dd></div>`;

/** How old what the phone knows is, by the school's own clock. @param {Known} known */
export function agePart({ card, now, offset }) {
  if (!card?.as_at) return nothing;
  const schoolNow = now + (offset?.seconds ?? 0) * 1000;
  const age = html`School details from ${agoInWords(card.as_at, schoolNow)}.`;
  if (!isStale(card.as_at, schoolNow)) return html`<p class="quiet">${age}</p>`;
  return html`<p class="notice wait"><strong>${age}</strong> Trips and numbers may have changed since. Open Lanyard when you have signal.</p>`;
}
