// What the lock says when it does not open.
import { triesInWords } from "./pin_rules.js";

/** @typedef {import("./unlocking.js").Refused} Refused */
/** @typedef {import("../foundation/requests.js").Answer} Answer */

const ASK_THE_OFFICE = "Ring the office: they can read out your rescue code. Or sign in again with your password.";

/** @param {Refused} refused */
export function refusedInWords({ refused, left }) {
  if (refused === "wrong")
    return left === undefined
      ? "That is not the code. Look at each figure again."
      : `That is not your PIN. ${triesInWords(left)}.`;
  if (refused === "locked") return `Five wrong PINs: this PIN no longer opens the phone. ${ASK_THE_OFFICE}`;
  if (refused === "overtaken") return "The phone was locked meanwhile. Try again.";
  if (refused === "no_code") return "That code was used up. Ring the office for a new one once the phone has a signal.";
  if (refused === "unknown") return "The school no longer knows your PIN on this phone. Sign in with your password.";
  return "No answer from the school. Outside a trip, a PIN needs a signal; reporting does not.";
}

/** @param {Answer | Refused["refused"]} refused */
export function notChosenInWords(refused) {
  if (typeof refused === "string") return "The phone was locked meanwhile. Your PIN is kept: open the phone with it.";
  const { answered, code } = refused;
  if (!answered) return "No answer from the school. Choosing a PIN needs a signal, once; reporting does not.";
  if (code === "unlock.sign_in_first") return "Sign in again with your password first.";
  if (code === "unlock.phone_lost") return "The school has marked this phone as lost. Take it to the office.";
  return "The school's server could not do that just now. Try again in a minute.";
}

export const NOT_KEPT =
  "This phone's storage is not answering, so it cannot keep a PIN. Close the app and open it again.";
