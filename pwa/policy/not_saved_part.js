// Says aloud that what was written is NOT saved on this phone, why, and what to do instead.
import { html, nothing } from "lit-html";
import { contactList } from "./contacts_part.js";
import { contactsFor } from "./contacts_rules.js";

/** @typedef {import("../outbox/file_record.js").NotSavedReason} NotSavedReason */

/** @type {Record<NotSavedReason, string>} */
const WHY = {
  full: "This phone is full. Remove something from it, then save again.",
  broken: "This phone's storage did not answer. Try again, or close the app and open it again.",
  refused: "This window keeps nothing, as a private window does. Write it in a normal window, or ring.",
  too_long: "It is too long. Shorten it, or send it as two.",
  no_key: "This phone has never been in contact with the school. Open the app once with a signal.",
};

export const TOO_LONG = WHY.too_long;

/** @param {NotSavedReason} reason @param {Parameters<typeof contactsFor>[0]} card */
export function notSavedPart(reason, card) {
  const contacts = contactsFor(card, ["base_contact", "office"]);
  const ring = contacts.length > 0 ? "ring:" : "ring the school, or 999 in an emergency.";
  return html`<div class="notice bad stack" role="alert" tabindex="-1" id="not-saved">
    <p><strong>NOT saved.</strong> ${WHY[reason]} Your words are still in the form. If it cannot wait, ${ring}</p>
    ${contacts.length > 0 ? contactList(contacts) : nothing}
  </div>`;
}
