// What the sign-in screen says when the school does not let somebody in, or has something to add.
import { inWords } from "../foundation/times.js";

/** @typedef {import("../foundation/requests.js").Answer} Answer */

const MINUTE_MS = 60_000;
const WRONG = "That e-mail address and password do not go together.";
const NO_ANSWER = "No answer from the school. Signing in needs a signal; reporting does not.";
const TROUBLE = "The school's server could not do that just now. Try again in a minute.";
const NOT_SET_UP =
  "Set this phone up first; then people can sign in on it. Is it your own? Then tap “My own phone” on the first screen.";

export const PASSWORD_ENDED =
  "You are signed in. Your password has come to its end: the office will ask you for a new one when you next sign in there. Reporting here goes on as before.";

/** A field left empty is no wrong password, and is not counted as one. */
export const BOTH = "Give both: your e-mail address and your password.";

/** Where the phone cannot remember who signs in, nobody is told that it does. */
export const NOT_REMEMBERED =
  "This phone's storage is not answering, so it cannot remember who is using it. Close the app and open it again.";

/** @param {Answer} answer @param {number} now milliseconds */
export function problemOf({ answered, code, retry_after_seconds }, now) {
  if (!answered) return NO_ANSWER;
  if (code === "access.phone_unknown") return NOT_SET_UP;
  if (code === "accounts.too_many_tries") return tooMany(retry_after_seconds, now);
  return code === "accounts.sign_in_refused" || code === "request.malformed" ? WRONG : TROUBLE;
}

export const NO_CODE = "Type the code that the office gave.";

/** Of a code for joining a trip. @param {Answer} answer @param {number} now milliseconds */
export function codeProblemOf({ answered, code, retry_after_seconds }, now) {
  if (!answered) return "No answer from the school. Joining needs a signal; reporting does not.";
  if (code === "access.phone_unknown") return NOT_SET_UP;
  if (code === "accounts.too_many_tries")
    return `Too many wrong codes. Try again at ${inWords(opensAt(retry_after_seconds, now), now)}. Reporting goes on without.`;
  return code === "accounts.code_refused" || code === "request.malformed"
    ? "That code is not one of ours, was used on another phone, or its trip is over. Look again, or ask the office for another."
    : TROUBLE;
}

/** The full minute after, so that whoever tries at the time named is let try. @param {number | null} seconds @param {number} now */
const opensAt = (seconds, now) => Math.ceil((now + (seconds ?? 15 * 60) * 1000) / MINUTE_MS) * MINUTE_MS;

/** @param {number | null} seconds @param {number} now */
function tooMany(seconds, now) {
  return `Too many wrong passwords. Try again at ${inWords(opensAt(seconds, now), now)}, or ask the office to reset it. Reporting goes on without.`;
}
