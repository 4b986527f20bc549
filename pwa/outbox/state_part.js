// What was filed, as lines with their sign, the same on every screen.
import { html, nothing } from "lit-html";
import { tickIcon, waitIcon } from "../foundation/icons.js";
import { agoInWords, inWords } from "../foundation/times.js";
import { isLongUnsettled, waiting } from "./outbox_rules.js";
import { outboxInWords, stateInWords } from "./outbox_words.js";

/** @typedef {import("./outbox_rules.js").Envelope} Envelope */
/** @typedef {import("./send.js").Contact} Contact */
/** @typedef {{items: Envelope[], isReady: boolean, hasStorageTrouble: boolean, waitingFor: string, keeps: string}} Known */
/** @typedef {{items: Envelope[], contact: Contact | null, card: any, offset: {seconds: number} | null, now: number}} Answers */

/** @param {Envelope} item @param {{now: number, keeps: string}} known */
export const stateLine = (item, { now, keeps }) => line(isAtRisk(item, now), stateInWords(item, now, keeps));

/** @param {Envelope} item @param {number} now */
const isAtRisk = (item, now) => item.state === "waiting" || item.state === "lost" || isLongUnsettled(item, now);

/** The whole outbox. A phone that cannot read it, or not yet, must not say that nothing waits. @param {Known} known */
export function outboxState({ items, isReady, hasStorageTrouble, waitingFor, keeps }) {
  if (!isReady) return line(true, "Opening what is saved on this phone…");
  if (hasStorageTrouble) return line(true, "This phone cannot read its outbox just now.");
  const isWaiting = waiting(items).length > 0;
  const isLost = items.some(item => item.state === "lost");
  return html`${line(isWaiting || isLost, outboxInWords(items, keeps))}${isWaiting ? html`<p>${waitingFor}</p>` : nothing}`;
}

/** @param {boolean} isWaiting @param {string} words */
const line = (isWaiting, words) => html`<p class="state ${isWaiting ? "wait" : "good"}">
  ${isWaiting ? waitIcon : tickIcon}<span>${words}</span></p>`;

/** When something last arrived and the school last answered. It changes by itself, so it is not read out. @param {Answers} answers */
export function lastAnswer({ items, contact, card, offset, now }) {
  const arrived = Math.max(...items.map(({ received_at }) => received_at ?? 0), 0);
  const answered = contact?.said ? contact.at : Date.parse(card?.as_at) - (offset?.seconds ?? 0) * 1000;
  const words = [
    arrived > 0 ? `The last report arrived ${inWords(arrived, now)}.` : "",
    contact?.trouble ? `Last tried ${inWords(contact.at, now)}.` : "",
    Number.isNaN(answered) ? "" : `The school last answered ${agoInWords(answered, now)}.`,
  ];
  return html`<p class="quiet">${words.filter(Boolean).join(" ")}</p>`;
}
