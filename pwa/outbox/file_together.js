// Files several records in one transaction: all of them are kept, or none is.
import { digestOf } from "../foundation/bytes.js";
import { NotSavedError, reasonOf, sealedForSchool } from "./file_record.js";
import { AlreadyFiledError, fileAll } from "./filing_store.js";

/** @typedef {import("./file_record.js").Finished} Finished */
/** @typedef {import("./file_record.js").FilingMachine} FilingMachine */
/** @typedef {import("./file_record.js").Known} Known */

/**
 * Files finished records and answers their envelopes in that order. All go onto one chain. Throws NotSavedError and nothing else.
 * @param {FilingMachine} machine @param {Known} known @param {Finished[]} all @param {number} [now] when somebody said so @returns {Promise<import("./outbox_rules.js").Envelope[]>}
 */
export async function fileTogether(machine, known, all, now = machine.clock()) {
  try {
    const items = await Promise.all(all.map(one => item(known, one, now)));
    return await fileAll(machine.store, items, all[0]?.isApart);
  } catch (error) {
    // Two tabs had one draft open: both texts are kept, the second under ids of its own.
    if (error instanceof AlreadyFiledError) return fileTogether(machine, known, all.map(renamed(machine)), now);
    if (error instanceof NotSavedError) throw error;
    throw new NotSavedError(await reasonOf(machine, error), error);
  }
}

/** @param {FilingMachine} machine */
const renamed = machine => (/** @type {Finished} */ one) => ({ ...one, id: machine.newId() });

/** @param {Known} known @param {Finished} finished @param {number} filed_at */
async function item(known, finished, filed_at) {
  const { id, trip } = finished;
  const { type, kid, bytes } = await sealedForSchool("record", known, finished, filed_at);
  const digest = await digestOf(new Uint8Array(bytes));
  return { filing: { type, id, kid, trip, digest, size: bytes.byteLength, filed_at }, body: bytes };
}
