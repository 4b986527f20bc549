// The first screen: today's trip, one big "Report an incident", what still waits, and whom to ring.
import { html, nothing } from "lit-html";
import { pencilIcon } from "../foundation/icons.js";
import { inWords } from "../foundation/times.js";
import { outboxLine } from "../outbox/state_part.js";
import { setUpPart } from "../phones/set_up_part.js";
import { contactList } from "../policy/contacts_part.js";
import { contactsFor, FIRST_TO_RING } from "../policy/contacts_rules.js";
import { tripForReport, tripInWords, tripsOn } from "./trip_rules.js";

/** @typedef {import("./trip_rules.js").Trip} Trip */
/**
 * @typedef {object} Known
 * @property {any} card the school card, or null
 * @property {{id: string, name: string} | null} phone
 * @property {boolean} isReady whether the phone has read its own storage
 * @property {boolean} needsSetUp set up once, and no longer known to the school
 * @property {string | null} unfinishedCode
 * @property {import("../foundation/device.js").Device} device
 * @property {Array<{id: string, opened_at: number}>} drafts
 * @property {import("../outbox/outbox_rules.js").Envelope[]} items
 * @property {boolean} hasStorageTrouble
 * @property {number} now
 * @property {string} today YYYY-MM-DD
 */

/** Today. */
export class TodayScreen {
  title = "Today";

  /** @param {Known} known @returns {string} */
  heading({ card, today }) {
    const trip = tripForReport(card, today);
    return trip ? `Today: ${tripInWords(trip)}` : "Today";
  }

  /** @param {Known} known */
  view(known) {
    return html`<div class="two-columns">
      <div class="stack">
        ${setUpPart(known)}
        <a class="button report wide" href="#/report">${pencilIcon}<span>Report an incident <small>Works without a signal</small></span></a>
        ${known.drafts.map(draft => unfinished(draft, known.now))}
        ${outboxPart(known)}
      </div>
      <div class="stack">
        ${tripPart(known)}
        <section class="stack" aria-labelledby="ring">
          <h2 id="ring">Who to ring</h2>
          ${contactList(contactsFor(known.card, FIRST_TO_RING))}
        </section>
        ${agePart(known)}
      </div>
    </div>`;
  }
}

/** @param {{id: string, opened_at: number}} draft @param {number} now */
const unfinished = (draft, now) => html`<div class="notice wait row">
  <p class="grow"><strong>Unfinished report, ${inWords(draft.opened_at, now)}</strong></p>
  <a class="button second" href="#/report/${draft.id}">Continue</a>
</div>`;

/** @param {Known} known */
function outboxPart(known) {
  if (!known.isReady) return html`<p class="card" role="status">Opening what is saved on this phone…</p>`;
  return html`<div class="card" role="status">${outboxLine(known)}</div>`;
}

/** @param {Known} known */
function tripPart({ card, today, isReady }) {
  if (!isReady || !card) return nothing;
  const trips = tripsOn(card, today);
  if (trips.length === 0) return html`<p class="card">No trip today, as far as this phone knows.</p>`;
  return trips.map(tripCard);
}

/** @param {Trip} trip */
const tripCard = trip => html`<section class="card stack-tight" aria-label=${trip.title}>
  <h2>${trip.title}</h2>
  <dl class="facts">
    <div><dt>Where</dt><dd>${trip.place}</dd></div>
    <div><dt>Pupils</dt><dd>${trip.pupil_count}</dd></div>
    <div><dt>Staff</dt><dd>${trip.staff.join(", ")}</dd></div>
  </dl>
</section>`;

/** @param {Known} known */
function agePart({ card, now }) {
  if (!card?.as_at) return nothing;
  return html`<p class="quiet">School details from ${inWords(card.as_at, now)}.</p>`;
}
