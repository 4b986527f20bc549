// Files what the camera took, and that a photo has gone from this phone.
import { fileWithPhotos } from "../outbox/file_photos.js";
import { keep, sealedForSchool } from "../outbox/file_record.js";
import { AlreadyFiledError } from "../outbox/filing_store.js";
import { boundSigner } from "../phones/bound_signer.js";
import { bodyOf, ERASED, erasedBody, erasedIdOf, TAKEN, untoldErasures } from "./photo_rules.js";

/** @typedef {import("../outbox/outbox_rules.js").Envelope} Envelope */
/** @typedef {import("../outbox/file_record.js").FilingMachine} FilingMachine */
/** Whoever took it, and their signature. @typedef {{actor: import("../accounts/author_store.js").Actor, sign: import("../outbox/file_record.js").Sign | null}} By */
/** The two ids are drawn with the shot, so that keeping it twice keeps it once. @typedef {{id: string, record: string, by: By, check: import("../consent/passing_check.js").PassingCheck, taken_at: number, picture: import("./picture.js").Picture}} Shot */
/**
 * The app's own filing, as much of it as photos need.
 * @typedef {object} Filing
 * @property {{machine: FilingMachine, lock: import("../phones/bound_signer.js").Lock, actor: () => import("../accounts/author_store.js").Actor, filed: (filed: Envelope) => void}} around
 * @property {() => import("../outbox/file_record.js").Known} known
 */

// The phone says it, whoever has it open: nobody's hand is in it.
const NOBODY = /** @type {const} */ ({ staff: null, how: "none", typed_name: null, unlocked_by: null });

/** Whoever has the phone open as the photo is taken: somebody else may have it by the time it is kept. @param {Filing} filing @returns {By} */
export function takenBy({ around: { lock, actor } }) {
  const by = actor();
  return { actor: by, sign: boundSigner(lock, by.staff ?? by.unlocked_by) };
}

/** Keeps a shot with its record, both or neither. Throws NotSavedError. @param {Filing} filing @param {Shot} shot */
export async function keepShot(filing, { id, record, by, check, taken_at, picture }) {
  const { machine, filed } = filing.around;
  const body = bodyOf(check, { taken_at, ...picture });
  const finished = { id: record, kind: TAKEN, v: 1, trip: check.trip, body, ...by };
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
