// Files several records as one: all of them are kept on this phone, or none is.
import { digestOf } from "../foundation/bytes.js";
import { NotSavedError, reasonOf, sealedForSchool } from "./file_record.js";
import { fileAll } from "./filing_store.js";

/** @typedef {import("./file_record.js").Finished} Finished */
/** @typedef {import("./outbox_rules.js").Envelope} Envelope */

/**
 * Answers their envelopes, in their order. Throws NotSavedError and nothing else.
 * @param {import("./file_record.js").FilingMachine} machine @param {import("./file_record.js").Known} known @param {Finished[]} records @param {number} now when somebody said so
 * @returns {Promise<Envelope[]>}
 */
export async function fileTogether(machine, known, records, now) {
  try {
    // Everything is sealed before the transaction begins: inside, nothing but its stores may be awaited.
    return await fileAll(machine.store, await Promise.all(records.map(record => item(known, record, now))));
  } catch (error) {
    if (error instanceof NotSavedError) throw error;
    throw new NotSavedError(await reasonOf(machine, error), error);
  }
}

/** @param {import("./file_record.js").Known} known @param {Finished} record @param {number} now */
async function item(known, record, now) {
  const { type, kid, bytes } = await sealedForSchool("record", known, record, now);
  const digest = await digestOf(new Uint8Array(bytes));
  const { id, trip } = record;
  return { filing: { type, id, kid, trip, digest, size: bytes.byteLength, filed_at: now }, body: bytes };
}
