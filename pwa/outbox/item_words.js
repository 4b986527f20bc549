// What the Outbox alone says of an item: how often it was tried, why it has not gone, how big it is.
import { inWords } from "../foundation/times.js";
import { reasonInWords, SIGN_IN } from "./outbox_words.js";

/** @typedef {import("./outbox_rules.js").Envelope} Envelope */

/** Why it has not gone, on this phone: an own one is never set up. @param {string} reason @param {{isOwnPhone: boolean}} known */
export const whyInWords = (reason, { isOwnPhone }) =>
  isOwnPhone && reason === "set_up" ? SIGN_IN : reasonInWords(reason);

/** @param {Envelope} item @param {number} now */
export function triesInWords({ state, tries, last_error, next_try_at }, now) {
  if (state !== "waiting") return `Sent, ${tries === 1 ? "1 try" : `${tries} tries`}`;
  if (tries === 0) return "Waiting for an answer from the school";
  const next = last_error && next_try_at > now ? `, again at ${inWords(next_try_at, now)}` : "";
  return `${tries === 1 ? "1 try" : `${tries} tries`}${next}`;
}

/** @param {number} bytes */
export const sizeInWords = bytes => `${Math.max(1, Math.round(bytes / 1000))} kB`;
