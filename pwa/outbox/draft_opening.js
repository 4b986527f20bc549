// Opens what was kept unfinished, for its writer. Comes with the rest, since nobody who begins to write waits for it.
import { unsealed } from "../foundation/unseal.js";
import { ownSeal } from "./drafts.js";

/** To go on with; null while its writer does not have the phone open. @param {import("./drafts.js").Around["lock"]} lock @param {import("./draft_store.js").Kept} kept @param {import("./drafts.js").Form} form its own @returns {Promise<import("./drafts.js").Draft | null>} */
export async function openDraft({ opened }, { id, opened_at, trip, writer, own }, form) {
  if (!opened || opened.person.unlock !== writer || !own) return null;
  const { seal } = opened.open;
  const inside = await unsealed(seal, ownSeal(form, id), own);
  return inside && { form, id, opened_at, trip, ...inside, writer: { unlock: writer, key: seal.publicKey } };
}
