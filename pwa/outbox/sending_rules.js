// Decides how soon the phone tries the school again. Pure.
import { waiting } from "./outbox_rules.js";

/** @typedef {import("./outbox_rules.js").Envelope} Envelope */
/** @typedef {import("./send.js").Contact} Contact */

const SECOND = 1000;
const ROUND_MS = 60 * SECOND;
const QUICK_MS = 2 * SECOND;
const QUICK_CAP_MS = 4 * SECOND;
const GENTLE_STEP_MS = 250;
const SLOW_MS = 15 * SECOND;
const BUSY_MS = 30 * SECOND;
// About ten minutes of quick tries, so that a school back on the line is noticed within five seconds.
const QUICK_TRIES = 150;
const LINE_TROUBLES = new Set(["no_signal", "not_ours", "server_trouble"]);

/**
 * How long until the next contact, in ms; up to a tenth shorter by chance, so that phones do not march in step.
 * @param {{items: Envelope[], contact: Contact | null, failures: number, now: number, random: number}} situation
 */
export function pauseBefore({ items, contact, failures, now, random }) {
  const pause = waiting(items).length === 0 ? ROUND_MS : pauseWhileWaiting(items, contact, failures, now);
  return Math.round(pause * (1 - 0.1 * random));
}

/** @param {Envelope[]} items @param {Contact | null} contact @param {number} failures @param {number} now */
function pauseWhileWaiting(items, contact, failures, now) {
  const trouble = contact?.trouble;
  if (contact === null) return QUICK_MS;
  if (trouble === "busy") return Math.min((contact.retry_after_seconds ?? BUSY_MS / SECOND) * SECOND, ROUND_MS);
  if (trouble && LINE_TROUBLES.has(trouble)) return linePause(failures);
  if (trouble) return ROUND_MS;
  const turns = waiting(items).map(item => item.next_try_at - now);
  return Math.min(Math.max(Math.min(...turns), SECOND), ROUND_MS);
}

/** @param {number} failures in a row */
function linePause(failures) {
  if (failures > QUICK_TRIES) return SLOW_MS;
  return Math.min(QUICK_MS + failures * GENTLE_STEP_MS, QUICK_CAP_MS);
}
