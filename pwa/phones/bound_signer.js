// A signer by the hand that tapped: its key is bound at once, since the phone may be locked, or somebody else's, by the time
// what was tapped is sealed.
import { utf8 } from "../foundation/bytes.js";
import { signature } from "./unlock_keys.js";

/** @typedef {{opened: import("./unlocking.js").Opened | null}} Lock */

/** Null where this person does not have the phone open. @param {Lock} lock @param {string | null} staff @returns {((json: string) => Promise<string>) | null} */
export function boundSigner({ opened }, staff) {
  if (!staff || opened?.person.staff !== staff) return null;
  const { sign } = opened.open;
  return json => signature(sign, utf8(json));
}
