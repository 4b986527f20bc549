// The same-day clock on screen (R61): how long a report has left, and near the end whom to ring and one tap to say so.
import { html } from "lit-html";
import { inWords } from "../foundation/times.js";
import { contactList } from "../policy/contacts_part.js";
import { contactsFor } from "../policy/contacts_rules.js";
import { clockInWords } from "./deadline_rules.js";

/** @typedef {import("./deadline_rules.js").Clock} Clock */
/** @typedef {{card: any, now: number}} Known */

/** @param {Clock[]} clocks @param {Known} known @param {(clock: Clock, contact: import("../policy/contacts_rules.js").Contact | null) => void} rang */
export const clocksPart = (clocks, known, rang) => clocks.map(clock => clockPart(clock, known, rang));

/** @param {Clock} clock @param {Known} known @param {(clock: Clock, contact: import("../policy/contacts_rules.js").Contact | null) => void} rang */
function clockPart(clock, { card, now }, rang) {
  if (clock.rang_at !== null)
    return html`<p class="notice">You rang the office at ${inWords(clock.rang_at, now)}. The report goes by itself with a signal.</p>`;
  if (!clock.isNear) return html`<p class="notice wait">${clockInWords(clock)} It goes by itself with a signal.</p>`;
  const contacts = toRing(card);
  return html`<section class="notice bad stack" aria-label="Ring the office now">
    <p role="alert"><strong>Ring the office now.</strong></p>
    <p>${clockInWords(clock)}</p>
    ${contactList(contacts)}
    <button class="button second wide" type="button" @click=${() => rang(clock, contacts[0] ?? null)}>I rang the office</button>
  </section>`;
}

/** The office, or where there is no such number the base contact. @param {any} card */
function toRing(card) {
  const office = contactsFor(card, ["office"]);
  return office.length > 0 ? office : contactsFor(card, ["base_contact", "dsl"]);
}
