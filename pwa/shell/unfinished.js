// What becomes of what was begun and not saved: sent as they stand, discarded, or sent because nobody can open
// them any more.
import { reportsHere } from "../incidents/reports_here.js";
import { whoseIn } from "../phones/pins_here.js";
import { sendDraft, sendOrphanDrafts } from "../outbox/draft_sending.js";

/** @typedef {import("./filing.js").Filing} Filing */
/** @typedef {import("../outbox/draft_store.js").Kept} Kept */

/** Sends a draft as it stands. @param {Filing} filing @param {Kept} kept */
export async function sendUnfinished(filing, kept) {
  await minding(filing, async drafts => filing.around.filed(await sendDraft(drafts, kept)));
  remember(filing, [kept]);
}

/** @param {Filing} filing @param {Kept} kept */
export async function discardUnfinished(filing, { id }) {
  await minding(filing, drafts => drafts.remove(id));
}

/** Sends what nobody can open any more, now that the school has said who may still have a PIN here. @param {Filing} filing @param {any} said */
export async function sendOrphans(filing, { card, notices }) {
  if (!Array.isArray(card?.people)) return;
  // Not the school's word alone: whoever chose a PIN since it was asked has one.
  const unlocks = await whoseIn(filing.around.local);
  const isLost = Array.isArray(notices) && notices.includes("phone.lost");
  await minding(filing, async drafts => {
    const kept = await drafts.all();
    for (const sent of await sendOrphanDrafts(drafts, unlocks, isLost)) {
      filing.around.filed(sent);
      remember(
        filing,
        kept.filter(({ id }) => id === sent.id),
      );
    }
  });
}

/** More can be added to what is a report. @param {Filing} filing @param {Kept[]} kept */
function remember({ around: { local, knowledge } }, kept) {
  const reports = reportsHere({ local, repaint: () => knowledge.changed() });
  for (const { id, form } of kept) if (form === "report") reports.add(id);
}

/** Does something with the drafts, and shows what is left; a storage that fails is said on screen. @param {Filing} filing @param {(drafts: import("../outbox/drafts.js").Drafts) => Promise<unknown>} work */
async function minding({ around: { drafts, knowledge } }, work) {
  try {
    await work(drafts);
    knowledge.learn({ drafts: await drafts.all() });
  } catch (error) {
    if (!(error instanceof Error || error instanceof DOMException)) throw error;
    knowledge.learn({ hasStorageTrouble: true });
  }
}
