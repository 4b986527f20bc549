// Which set-up codes this phone has begun with: the one it was set up with, and one whose setting up never came to an end.
import { readSpentCode } from "./lost_cookie.js";

/** @typedef {Pick<import("../foundation/local_store.js").LocalStore, "read" | "write" | "forget">} Local */
/** @typedef {{code: string, nonce: string}} Attempt */

const ATTEMPT = "set_up_attempt";

/** @param {Pick<Local, "read">} local @returns {Promise<Attempt | undefined>} */
export const readAttempt = local => local.read(ATTEMPT);

/** @param {Pick<Local, "write">} local @param {Attempt} attempt */
export const keepAttempt = (local, attempt) => local.write(ATTEMPT, attempt);

/** @param {Pick<Local, "forget">} local */
export const forgetAttempt = local => local.forget(ATTEMPT);

/** Which code was begun and not finished here, and which one this phone was set up with. @param {Pick<Local, "read">} local */
export async function codesOf(local) {
  const [attempt, spent] = await Promise.all([readAttempt(local), readSpentCode(local)]);
  return { unfinishedCode: attempt?.code ?? null, spentCode: spent?.code ?? null };
}
