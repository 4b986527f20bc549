// On the first screen: how many photos are still on this phone, and until when they have to be gone.
import { html, nothing } from "lit-html";
import { counted } from "../foundation/times.js";
import { whyPart } from "../policy/why_part.js";
import { isLate, onThePhone, onThePhoneInWords } from "./photo_rules.js";

/** @typedef {{items: import("../outbox/outbox_rules.js").Envelope[], card: any, now: number}} Known */

/** @param {Known} known */
export function photosPart({ items, card, now }) {
  const words = onThePhoneInWords(items);
  const { lost } = onThePhone(items);
  const until = card?.photos_off_by ? ` They have to be off it by ${card.photos_off_by}.` : "";
  return html`${
    words
      ? html`<section class="card stack-tight" aria-label="Photos on this phone">
    <p><strong>${words}</strong></p><p class="quiet">Each goes from this phone once the school holds it twice.${until}</p>
    ${isLate(items, card, now) ? late(card) : nothing}</section>`
      : nothing
  }
    ${lost > 0 ? html`<p class="notice bad">The school has lost ${counted(lost, "photo")} of this phone. Tell the office.</p>` : nothing}`;
}

/** @param {any} card */
const late = card =>
  html`<p class="notice bad"><strong>They had to be off it by ${card.photos_off_by}.</strong> Find a signal, and keep Lanyard open until they are gone.</p>
    ${whyPart("photos.off_by", card)}`;
