// Whom to ring, as big links that work without signal to the server.
import { html, nothing } from "lit-html";
import { phoneIcon } from "../foundation/icons.js";
import { contactsFor, emergencyNumber, FIRST_TO_RING, inSentence, isAbroad, telephoneLink } from "./contacts_rules.js";

/** @typedef {import("./contacts_rules.js").Contact} Contact */

/** @param {Contact[]} contacts */
export function contactList(contacts) {
  if (contacts.length === 0) return html`<p>This phone does not know the school's numbers yet.</p>`;
  return html`<ul class="contacts">${contacts.map(contact => html`<li>${contactLink(contact)}</li>`)}</ul>`;
}

/** @param {Contact} contact */
const contactLink = ({ title, name, number }) => html`<a class="contact" href=${telephoneLink(number)}>
  ${phoneIcon}<span><b>Ring the ${inSentence(title)}</b><span>${name}</span> <span class="number">${number}</span></span></a>`;

/**
 * The first screen's list: abroad, what to ring in danger leads it.
 * @param {{card: any, isReady: boolean, hasStorageTrouble: boolean, isOwnPhone: boolean}} known
 * @param {import("./contacts_rules.js").Place | null} trip today's
 */
export function ringPart(known, trip) {
  const contacts = contactsFor(known.card, FIRST_TO_RING);
  return html`<section class="stack" aria-labelledby="ring">
    <h2 id="ring">Who to ring</h2>
    ${trip?.emergency && isAbroad(trip) ? emergencyPart(trip.emergency, trip.emergency_known === true) : nothing}
    ${contacts.length > 0 ? contactList(contacts) : html`<p class="card">${noNumbers(known)}</p>`}
    <a class="button plain" href="#/contacts">All contacts</a>
  </section>`;
}

/** What an emergency needs at the very least, until its own screen has come. @param {{card: any, isReady: boolean, hasStorageTrouble: boolean, isOwnPhone: boolean}} known @param {import("./contacts_rules.js").Place | null} trip today's */
export function callFirst(known, trip) {
  const number = emergencyNumber(trip);
  return html`<a class="button danger wide call" href=${telephoneLink(number)}>${phoneIcon}<span>Call ${number}</span></a>${ringPart(known, trip)}`;
}

/** @param {string} number @param {boolean} isKnown whether it is the country's own */
const emergencyPart = (number, isKnown) => html`<a class="contact" href=${telephoneLink(number)}>
  ${phoneIcon}<span><b>In danger ring ${number}</b><span>Where this trip is</span></span></a>
  <p>In the UK, on the way: <a href="tel:999">999</a>.</p>
  ${isKnown ? nothing : html`<p class="notice wait">From a mobile ${number} works in most countries. Ask on arrival for the local number.</p>`}`;

/** @param {{card: any, isReady: boolean, hasStorageTrouble: boolean, isOwnPhone: boolean}} known */
export function noNumbers({ card, isReady, hasStorageTrouble, isOwnPhone }) {
  if (!isReady) return "Opening the school's numbers…";
  if (card) return "The school has given no numbers yet. Ask the office to.";
  if (hasStorageTrouble) return "This phone cannot read the school's numbers just now.";
  return `This phone does not know the school's numbers yet. They come with ${isOwnPhone ? "signing in" : "setting it up"}.`;
}
