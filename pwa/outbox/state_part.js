// An item's state as a line with its sign, the same on every screen.
import { html } from "lit-html";
import { tickIcon, waitIcon } from "../foundation/icons.js";
import { waiting } from "./outbox_rules.js";
import { outboxInWords, stateInWords } from "./outbox_words.js";

/** @typedef {import("./outbox_rules.js").Envelope} Envelope */

/** @param {Envelope} item @param {number} now */
export const stateLine = (item, now) => line(item.state === "waiting", stateInWords(item, now));

/** @param {Envelope[]} items */
export const outboxLine = items => line(waiting(items).length > 0, outboxInWords(items));

/** @param {boolean} isWaiting @param {string} words */
const line = (isWaiting, words) => html`<p class="state ${isWaiting ? "wait" : "good"}">
  ${isWaiting ? waitIcon : tickIcon}<span>${words}</span></p>`;
