// Files a record together with its pictures: all of them are kept in one transaction, or none is. A picture's bytes are
// sealed apart from the record, which names each by its id and digest, so that the school can say which one is missing.
import { digestOf } from "../foundation/bytes.js";
import { framed } from "../foundation/framing.js";
import { newestKey, publicKeyOf, sealedFrame } from "../foundation/seal.js";
import { NotSavedError, reasonOf, sealedForSchool } from "./file_record.js";
import { AlreadyFiledError, fileAll } from "./filing_store.js";

/** @typedef {import("../foundation/bytes.js").Bytes} Bytes */
/** @typedef {import("./file_record.js").Finished} Finished */
/** @typedef {import("./file_record.js").FilingMachine} FilingMachine */
/** @typedef {import("./file_record.js").Known} Known */
/** @typedef {import("./outbox_rules.js").Envelope} Envelope */
/** @typedef {{type: "record" | "draft" | "blob", kid: string, bytes: ArrayBuffer}} Sealed */
/** A picture before it is sealed, under the id its blob gets. @typedef {{id: string, bytes: Bytes}} Picture */

// Of 8 MiB before sealing, as the school takes it.
export const BLOB_CAP_BYTES = 8 * 1024 * 1024;

/**
 * Files a record and its pictures, and answers their envelopes, the record's first. Throws NotSavedError and nothing else.
 * Asked again with the same ids after an answer that never came, it is the same filing.
 * @param {FilingMachine} machine @param {Known} known @param {Finished} finished @param {Picture[]} pictures
 * @returns {Promise<Envelope[]>}
 */
export async function fileWithPhotos(machine, known, finished, pictures) {
  try {
    return await filed(machine, known, finished, pictures);
  } catch (error) {
    if (error instanceof AlreadyFiledError) return already(machine, finished, pictures);
    if (error instanceof NotSavedError) throw error;
    throw new NotSavedError(await reasonOf(machine, error), error);
  }
}

/** @param {FilingMachine} machine @param {Known} known @param {Finished} finished @param {Picture[]} pictures */
async function filed({ store, clock }, known, finished, pictures) {
  const filed_at = clock();
  // Everything is sealed before the transaction begins: inside, nothing but its stores may be awaited.
  const photos = await Promise.all(pictures.map(named));
  const record = await sealedForSchool("record", known, { ...finished, photos }, filed_at);
  const items = [await item(finished, record, filed_at)];
  for (const picture of pictures) {
    items.push(await item({ ...picture, trip: finished.trip }, await sealedPicture(known, picture), filed_at));
  }
  return fileAll(store, items);
}

/** @param {Picture} picture @returns {Promise<import("./file_record.js").Named>} */
async function named({ id, bytes }) {
  return { id, sha256: await digestOf(bytes), size: bytes.length };
}

/** @param {Known} known @param {Picture} picture @returns {Promise<Sealed>} */
async function sealedPicture({ keys }, { id, bytes }) {
  const key = newestKey(keys);
  if (!key) throw new NotSavedError("no_key");
  if (bytes.length > BLOB_CAP_BYTES) throw new NotSavedError("too_long");
  const sealed = await sealedFrame(await publicKeyOf(key), { type: "blob", id }, framed(bytes));
  return { type: "blob", kid: key.kid, bytes: sealed.buffer };
}

/** @param {{id: string, trip: string | null}} named @param {Sealed} sealed @param {number} filed_at */
async function item({ id, trip }, { type, kid, bytes }, filed_at) {
  const digest = await digestOf(new Uint8Array(bytes));
  return { filing: { type, id, kid, trip, digest, size: bytes.byteLength, filed_at }, body: bytes };
}

/** What is kept under these ids: they are made for one shot, so it is the filing whose answer was lost. @param {FilingMachine} machine @param {Finished} finished @param {Picture[]} pictures */
async function already({ store }, { id }, pictures) {
  const ids = [id, ...pictures.map(picture => picture.id)];
  const items = (await store.all()).filter(one => ids.includes(one.id) && one.type !== "draft");
  if (items.length < ids.length) throw new NotSavedError("broken");
  return items.sort((a, b) => a.seq - b.seq);
}
