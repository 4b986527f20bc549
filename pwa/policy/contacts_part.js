// Whom to ring, as big links that work without signal to the server.
import { html } from "lit-html";
import { phoneIcon } from "../foundation/icons.js";
import { telephoneLink } from "./contacts_rules.js";

/** @typedef {import("./contacts_rules.js").Contact} Contact */

/** @param {Contact[]} contacts */
export function contactList(contacts) {
  if (contacts.length === 0) {
    return html`<p class="notice">This phone does not know the school's numbers yet. They come with setting it up.</p>`;
  }
  return html`<ul class="contacts">${contacts.map(contact => html`<li>${contactLink(contact)}</li>`)}</ul>`;
}

/** @param {Contact} contact */
const contactLink = ({ title, name, number }) => html`<a class="contact" href=${telephoneLink(number)}>
  ${phoneIcon}<span><b>Ring ${title}</b><span>${name}</span> <span class="number">${number}</span></span></a>`;
