// An item's state as a line with its sign, the same on every screen.
import { html } from "lit-html";
import { tickIcon, waitIcon } from "../foundation/icons.js";
import { waiting } from "./outbox_rules.js";
import { outboxInWords, stateInWords } from "./outbox_words.js";

/** @typedef {import("./outbox_rules.js").Envelope} Envelope */

const UNREADABLE = "This phone cannot read its outbox just now.";

/** @param {Envelope} item @param {number} now */
export const stateLine = (item, now) => line(item.state === "waiting", stateInWords(item, now));

/**
 * The whole outbox. A phone that cannot read it must not say that nothing waits.
 * @param {{items: Envelope[], hasStorageTrouble: boolean}} known
 */
export const outboxLine = ({ items, hasStorageTrouble }) =>
  hasStorageTrouble ? line(true, UNREADABLE) : line(waiting(items).length > 0, outboxInWords(items));

/** @param {boolean} isWaiting @param {string} words */
const line = (isWaiting, words) => html`<p class="state ${isWaiting ? "wait" : "good"}">
  ${isWaiting ? waitIcon : tickIcon}<span>${words}</span></p>`;
