// Files what the camera took, and that a photo has gone from this phone.
import { fileWithPhotos } from "../outbox/file_photos.js";
import { keep, sealedForSchool } from "../outbox/file_record.js";
import { AlreadyFiledError } from "../outbox/filing_store.js";
import { bodyOf, ERASED, erasedBody, erasedIdOf, TAKEN, untoldErasures } from "./photo_rules.js";

/** @typedef {import("../outbox/outbox_rules.js").Envelope} Envelope */
/** @typedef {import("../outbox/file_record.js").FilingMachine} FilingMachine */
/** The two ids are drawn with the shot, so that keeping it twice keeps it once. @typedef {{id: string, record: string, check: import("../consent/passing_check.js").PassingCheck, taken_at: number, picture: import("./picture.js").Picture}} Shot */
/**
 * The app's own filing, as much of it as photos need.
 * @typedef {object} Filing
 * @property {{machine: FilingMachine, lock: {signerFor: (staff: string | null) => import("../outbox/file_record.js").Sign | null}, actor: () => import("../accounts/author_store.js").Actor, filed: (filed: Envelope) => void}} around
 * @property {() => import("../outbox/file_record.js").Known} known
 */

// The phone says it, whoever has it open: nobody's hand is in it.
const NOBODY = /** @type {const} */ ({ staff: null, how: "none", typed_name: null, unlocked_by: null });

/** Keeps a shot with its record, both or neither. Throws NotSavedError. @param {Filing} filing @param {Shot} shot */
export async function keepShot(filing, { id, record, check, taken_at, picture }) {
  const { machine, lock, actor, filed } = filing.around;
  const by = actor();
  const body = bodyOf(check, { taken_at, ...picture });
  const sign = lock.signerFor(by.staff ?? by.unlocked_by);
  const finished = { id: record, kind: TAKEN, v: 1, trip: check.trip, actor: by, body, sign };
  for (const item of await fileWithPhotos(machine, filing.known(), finished, [{ id, bytes: picture.bytes }])) {
    filed(item);
  }
}

/** Tells the school of each photo that has gone from here, once. @param {Filing} filing @param {Envelope[]} items */
export async function tellErased(filing, items) {
  for (const item of untoldErasures(items)) {
    const erased = await erasure(filing, item);
    if (erased) filing.around.filed(erased);
  }
}

/** @param {Filing} filing @param {Envelope} item @returns {Promise<Envelope | null>} null where another tab has told of it */
async function erasure(filing, item) {
  const { machine } = filing.around;
  const now = machine.clock();
  const told = { id: erasedIdOf(item.id), trip: item.trip };
  const record = { ...told, kind: ERASED, v: 1, actor: NOBODY, body: erasedBody(item, now) };
  try {
    return await keep(machine.store, told, await sealedForSchool("record", filing.known(), record, now), now);
  } catch (error) {
    if (error instanceof AlreadyFiledError) return null;
    throw error;
  }
}
