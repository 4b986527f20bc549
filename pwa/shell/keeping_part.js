// Says plainly what this window cannot do: keep what is written, keep the app, or be known to the school.
import { html, nothing } from "lit-html";
import { contactList } from "../policy/contacts_part.js";
import { contactsFor, FIRST_TO_RING } from "../policy/contacts_rules.js";

/** @typedef {{keeps: import("../foundation/keeping.js").Keeps, hasStorageTrouble: boolean, hasCookies: boolean, card: any}} Known */

/** @param {Known} known */
export function keepingPart(known) {
  return html`${storagePart(known)}${known.hasCookies ? nothing : noCookies}`;
}

/** @param {Known} known */
function storagePart({ keeps, hasStorageTrouble, card }) {
  if (keeps === "unsafe" || (keeps !== "all" && hasStorageTrouble)) {
    const contacts = contactsFor(card, FIRST_TO_RING);
    const ring = contacts.length > 0 ? "ring:" : "ring the school, or 999 in an emergency.";
    return html`<section class="notice bad stack" role="alert">${keeps === "unsafe" ? unsafe : keepsNothing}
      <p>If something cannot wait, ${ring}</p>${contacts.length > 0 ? contactList(contacts) : nothing}</section>`;
  }
  if (hasStorageTrouble) return storageTrouble;
  return keeps === "window" ? keptByTheWindow : nothing;
}

const keepsNothing = html`<p><strong>This window does not keep anything.</strong> What you write here cannot be saved:
  private windows do this, and so does a browser that is told to block site data. Open Lanyard in a normal window.</p>`;

const unsafe = html`<p><strong>Nothing can be saved at this address.</strong> It does not begin with https, so the
  browser keeps no reports safe here. Ask the office for the address that does.</p>`;

const keptByTheWindow = html`<p class="notice wait" role="alert"><strong>This window forgets when it is closed.</strong>
  Private windows do this. Open Lanyard in a normal window, or keep this one open until the school has what you report.</p>`;

const storageTrouble = html`<p class="notice bad" role="alert"><strong>This phone's storage is not answering.</strong>
  Close the app and open it again. If that does not help, take the phone to the office, and delete nothing on it. Until
  this line is gone, ring the school about anything that cannot wait.</p>`;

const noCookies = html`<p class="notice wait" role="alert"><strong>Cookies are off in this browser.</strong> Without them
  the school cannot tell which phone this is. You can report: it stays on this phone, and goes to the school once cookies
  are allowed for this address and the phone is set up.</p>`;
