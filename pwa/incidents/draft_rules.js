// Whose an unfinished report is, and how long it has waited. Pure.

/** @typedef {Pick<import("./draft_store.js").Kept, "id" | "writer" | "opened_at">} Kept */

const ASKED_AFTER_MS = 86_400_000;

/**
 * Whether it can be gone on with: it is on the form still, or its writer has the phone open.
 * @param {Kept} kept @param {{unlock: string} | null} unlocked @param {string} held the id of what is on the form
 */
export const mayContinue = ({ id, writer }, unlocked, held) =>
  id === held || (writer !== null && writer === unlocked?.unlock);

/** Whether its writer's key is gone for good. @param {Kept} kept @param {string[]} unlocks of everybody with a PIN here */
export const isOrphan = ({ writer }, unlocks) => writer !== null && !unlocks.includes(writer);

/** Whether its writer is asked what is to become of it. @param {Kept} kept @param {number} now */
export const isLongUnfinished = ({ opened_at }, now) => now - opened_at >= ASKED_AFTER_MS;
