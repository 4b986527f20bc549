// A phone that remembers nothing finds out what it is. Comes with the rest: it happens to few, and no report waits for it.
import { isAppleTab } from "../foundation/device.js";
import { byTheCookie } from "../phones/forgotten.js";

/** @typedef {import("./screens.js").Around} Around */

/**
 * A phone that remembers nothing may have lost its storage, and the school must hear of that. An own phone remembers
 * nobody: its cookie does. Where somebody signed out without a line, that is told now.
 * @param {Pick<Around, "knowledge" | "machine" | "authors" | "sending">} around
 */
export async function recall({ knowledge, machine, authors, sending }) {
  const { phone, author, ownPhone, isReady, hasStorageTrouble, device } = knowledge.known();
  if (phone || author || !isReady || hasStorageTrouble || (isAppleTab(device) && !ownPhone)) return;
  const found = await byTheCookie(machine.fetch);
  // Somebody may have signed in meanwhile.
  const staff = ownPhone && !knowledge.parts.author && found.staff;
  if (staff && ownPhone === "out") return authors.signOut();
  if (found.phone) knowledge.learn({ phone: found.phone });
  else if (staff) knowledge.learn({ author: staff });
  else return;
  sending.hope();
}
