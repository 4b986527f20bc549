// Drafts that go to the school as they stand: their writer says so, or nobody can open them any more.
import { keep } from "./file_record.js";
import { isOrphan } from "./draft_rules.js";

/** @typedef {import("./drafts.js").Drafts} Drafts */
/** @typedef {import("./draft_store.js").Kept} Kept */

/** Hands one to the outbox as it stands. @param {Drafts} drafts @param {Kept} kept @returns {Promise<import("./outbox_rules.js").Envelope>} */
export async function sendDraft({ around: { store, machine } }, { id, trip, school }) {
  const filed = await keep(machine.store, { id, trip }, school, machine.clock());
  await store.remove(id);
  return filed;
}

/**
 * Sends what nobody can open any more: its writer's key is gone, or the school takes the phone for lost.
 * @param {Drafts} drafts @param {string[]} unlocks of everybody who still has a PIN here @param {boolean} isLost
 */
export async function sendOrphanDrafts(drafts, unlocks, isLost) {
  const sent = [];
  for (const kept of await drafts.all()) {
    if (isLost || isOrphan(kept, unlocks)) sent.push(await sendDraft(drafts, kept));
  }
  return sent;
}
