// Says in staff's words what became of what was filed, and why something has not gone yet.
import { counted, inWords } from "../foundation/times.js";
import { isLongUnsettled, isPhoto, waiting } from "./outbox_rules.js";

/** @typedef {import("../foundation/device.js").Device} Device */

/** @typedef {import("./outbox_rules.js").Envelope} Envelope */

/** @type {Record<string, string>} */
const REASONS = {
  no_signal: "No answer from the school: no signal, or its server is off.",
  not_ours: "Something else answered in the school's place. On Wi-Fi, see whether it wants you to sign in.",
  set_up: "This phone needs setting up again. Nothing is lost.",
  refused: "The school's server would not take it yet. It is kept here and tried again.",
  busy: "The school's server is busy and asked us to wait.",
  server_trouble: "The school's server has a fault. It is kept here and tried again.",
  damaged: "It was damaged on the way, so it is sent again.",
  unconfirmed: "The school has not confirmed it, so it is sent again.",
  unreadable: "This phone cannot read its own copy. Tell the office which number it is.",
  storage: "This phone could not read or write what it keeps just now. It is tried again by itself.",
};

/** A reason in plain English. @param {string} reason */
export const reasonInWords = reason => REASONS[reason] ?? REASONS.refused ?? "";

/** Where what waits is: a window that forgets has saved nothing. @param {string} keeps */
const where = keeps => (keeps === "all" ? "saved on this phone, not sent yet" : "in this window only, not sent yet");

/** @param {Envelope} item @param {number} now @param {string} [keeps] */
export function stateInWords(item, now, keeps = "all") {
  if (item.state === "waiting") return capital(where(keeps));
  if (item.state === "lost") return LOST;
  const at = `The school has it ${inWords(item.received_at ?? now, now)}`;
  return isLongUnsettled(item, now) ? `${at}, but only one copy. Tell the office.` : at;
}

const LOST = "The school had it and has lost it, and this phone no longer keeps it. Tell the office its number.";

/** @param {string} words */
const capital = words => words.charAt(0).toUpperCase() + words.slice(1);

/** The whole outbox in one line. @param {Envelope[]} items @param {string} [keeps] */
export function outboxInWords(items, keeps = "all") {
  const those = waiting(items);
  if (those.length > 0) return `${counted(those.length, those.some(isPhoto) ? "item" : "report")} ${where(keeps)}`;
  const lost = items.filter(item => item.state === "lost").length;
  if (lost > 0) return `The school has lost ${counted(lost, "report")} of this phone. Tell the office.`;
  return items.length > 0 ? "Nothing waiting. The school has everything." : "Nothing waiting.";
}

/**
 * Why what waits is waiting, and what makes it go; nothing is promised that this device cannot keep.
 * @param {{phone: object | null, isOwnPhone?: boolean, author?: object | null, contact: {trouble: string | null} | null, device: Pick<Device, "canSync">, keeps: string}} around
 */
export function waitingInWords({ phone, isOwnPhone = false, author, contact, device, keeps }) {
  if (isOwnPhone && !author) return SIGN_IN;
  const trouble = contact?.trouble ?? null;
  // Without the worker nobody is there to send while the app is closed.
  const goesAlone = device.canSync && keeps === "all";
  const isKnown = phone !== null || isOwnPhone;
  const going = [trouble && isKnown ? reasonInWords(trouble) : "", goesWhen(isKnown, trouble, goesAlone)];
  return [...going, isOwnPhone ? "Your sign-in lasts 12 hours." : "", goesAlone ? "" : OPEN_WITH_SIGNAL]
    .filter(Boolean)
    .join(" ");
}

const OPEN_WITH_SIGNAL = "Open Lanyard when you have signal.";

/** On somebody's own phone. */
export const SIGN_IN = "Sign in to send. Until then it stays on this phone, where nobody can read it.";

/** @param {boolean} isKnown @param {string | null} trouble @param {boolean} goesAlone */
function goesWhen(isKnown, trouble, goesAlone) {
  if (!isKnown) return "It goes to the school once this phone is set up.";
  if (trouble === "set_up") return "It goes to the school after that.";
  return goesAlone ? "It goes by itself, also with Lanyard closed." : "It goes only while Lanyard is open.";
}
