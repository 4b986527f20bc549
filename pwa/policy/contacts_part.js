// Whom to ring, as big links that work without signal to the server.
import { html } from "lit-html";
import { phoneIcon } from "../foundation/icons.js";
import { contactsFor, FIRST_TO_RING, inSentence, telephoneLink } from "./contacts_rules.js";

/** @typedef {import("./contacts_rules.js").Contact} Contact */

/** @param {Contact[]} contacts */
export function contactList(contacts) {
  if (contacts.length === 0) return html`<p>This phone does not know the school's numbers yet.</p>`;
  return html`<ul class="contacts">${contacts.map(contact => html`<li>${contactLink(contact)}</li>`)}</ul>`;
}

/** @param {Contact} contact */
const contactLink = ({ title, name, number }) => html`<a class="contact" href=${telephoneLink(number)}>
  ${phoneIcon}<span><b>Ring the ${inSentence(title)}</b><span>${name}</span> <span class="number">${number}</span></span></a>`;

/** The first screen's list. @param {{card: any, isReady: boolean, hasStorageTrouble: boolean, isOwnPhone: boolean}} known */
export function ringPart(known) {
  const contacts = contactsFor(known.card, FIRST_TO_RING);
  return html`<section class="stack" aria-labelledby="ring">
    <h2 id="ring">Who to ring</h2>
    ${contacts.length > 0 ? contactList(contacts) : html`<p class="card">${noNumbers(known)}</p>`}
  </section>`;
}

/** @param {{card: any, isReady: boolean, hasStorageTrouble: boolean, isOwnPhone: boolean}} known */
function noNumbers({ card, isReady, hasStorageTrouble, isOwnPhone }) {
  if (!isReady) return "Opening the school's numbers…";
  if (card) return "The school has given no numbers yet. Ask the office to.";
  if (hasStorageTrouble) return "This phone cannot read the school's numbers just now.";
  return `This phone does not know the school's numbers yet. They come with ${isOwnPhone ? "signing in" : "setting it up"}.`;
}
