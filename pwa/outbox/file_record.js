// Files a record: sealed first, then numbered and kept in one transaction. It resolves once the phone holds it
// for good, and otherwise says why it does not.
import { digestOf, utf8, wellFormed } from "../foundation/bytes.js";
import { newestKey, sealed } from "../foundation/seal.js";
import { utc } from "../foundation/times.js";
import { APP_VERSION } from "../foundation/version.js";
import { RECORD_CAP_BYTES } from "./outbox_rules.js";
import { AlreadyFiledError, fileAll } from "./filing_store.js";

/** @typedef {import("../foundation/seal.js").SchoolKey} SchoolKey */
/** @typedef {import("./outbox_store.js").OutboxStore} OutboxStore */
/** @typedef {import("../accounts/author_store.js").Actor} Actor */
/** How far the server's clock is ahead of this phone's, and when that was measured. @typedef {{seconds: number, at: number}} ClockOffset */
/** Signs the JSON without its `sig`, and answers base64url of r‖s. @typedef {(json: string) => Promise<string>} Sign */
/** A picture that belongs to a record: its blob's id, and the digest and size of its bytes before sealing. @typedef {{id: string, sha256: string, size: number}} Named */
/** @typedef {{id: string, kind: string, v: number, trip: string | null, body: object, actor: Actor, sign?: Sign | null, photos?: Named[], isApart?: boolean | undefined}} Finished `isApart`: for the chair of governors alone */
/** @typedef {{phone: string | null, keys: SchoolKey[], offset: ClockOffset | null}} Known what this phone knows of itself and the school */
/** @typedef {{store: OutboxStore, clock: () => number, newId: () => string, isRefusal?: (error: unknown) => Promise<boolean>}} FilingMachine */
/** Bytes sealed to one of the school's keys, or to the chair's. @typedef {{type: "record" | "draft", kid: string, bytes: ArrayBuffer, isApart?: boolean | undefined}} ForSchool */
/** @typedef {"full" | "broken" | "refused" | "too_long" | "no_key"} NotSavedReason */

/** The record is not on this phone. Its form must be kept. */
export class NotSavedError extends Error {
  name = "NotSavedError";
  /** @param {NotSavedReason} reason @param {unknown} [cause] */
  constructor(reason, cause) {
    super(`Not saved: ${reason}`, { cause });
    this.reason = reason;
  }
}

/**
 * Files a finished record and answers its envelope. Throws NotSavedError and nothing else.
 * @param {FilingMachine} machine @param {Known} known @param {Finished} finished
 */
export async function fileRecord(machine, known, finished) {
  try {
    return await filed(machine, known, finished);
  } catch (error) {
    // Two tabs had one draft open: both texts are kept, the second as a record of its own.
    if (error instanceof AlreadyFiledError) return fileRecord(machine, known, { ...finished, id: machine.newId() });
    if (error instanceof NotSavedError) throw error;
    throw new NotSavedError(await reasonOf(machine, error), error);
  }
}

/** @param {Pick<FilingMachine, "isRefusal">} machine @param {unknown} error @returns {Promise<NotSavedReason>} */
export async function reasonOf({ isRefusal }, error) {
  if (error instanceof DOMException && error.name === "QuotaExceededError") return "full";
  return (await isRefusal?.(error)) ? "refused" : "broken";
}

/** @param {FilingMachine} machine @param {Known} known @param {Finished} finished */
async function filed({ store, clock }, known, finished) {
  const filedAt = clock();
  return keep(store, finished, await sealedForSchool("record", known, finished, filedAt), filedAt);
}

/**
 * Seals what somebody wrote, finished or as it stands. Throws NotSavedError `no_key` or `too_long`.
 * @param {"record" | "draft"} type @param {Known} known @param {Finished} finished @param {number} now
 * @returns {Promise<ForSchool>}
 */
export async function sealedForSchool(type, known, finished, now) {
  // Where no key of the chair's is known, the chain apart alone says whose it is: it is kept and sent all the same.
  const key = (finished.isApart && newestKey(known.keys, "chair")) || newestKey(known.keys);
  if (!key) throw new NotSavedError("no_key");
  const json = await signed(plaintextOf(known, finished, now), finished.sign);
  if (utf8(json).length > RECORD_CAP_BYTES) throw new NotSavedError("too_long");
  const bytes = await sealed(key, { type, id: finished.id }, json);
  return { type, kid: key.kid, bytes: bytes.buffer, isApart: finished.isApart };
}

/**
 * Numbers and keeps what is sealed.
 * @param {OutboxStore} store @param {{id: string, trip: string | null}} named @param {ForSchool} sealed @param {number} now
 */
export async function keep(store, { id, trip }, { type, kid, bytes, isApart }, now) {
  const digest = await digestOf(new Uint8Array(bytes));
  const filing = { type, id, kid, trip, digest, size: bytes.byteLength, filed_at: now };
  const [filed] = await fileAll(store, [{ filing, body: bytes }], isApart);
  return /** @type {import("./outbox_rules.js").Envelope} */ (filed);
}

/** With the author's signature as the last member; null where nobody has signed. @param {string} json @param {Sign | null} [sign] */
async function signed(json, sign) {
  const sig = sign ? await sign(json) : null;
  return `${json.slice(0, -1)},"sig":${JSON.stringify(sig)}}`;
}

/**
 * The JSON that is sealed, but for `sig`, which comes last.
 * @param {Known} known @param {Finished} finished @param {number} now
 */
export function plaintextOf({ phone, offset }, { v, id, kind, trip, body, actor, photos = [] }, now) {
  const clock = {
    wall: utc(now),
    tz: timeZone(new Date(now).getTimezoneOffset()),
    server_offset: offset && offset.seconds,
    offset_age: offset && Math.max(0, Math.round((now - offset.at) / 1000)),
  };
  const plaintext = { v, id, kind, trip, body, photos, actor, clock, app: APP_VERSION, phone };
  return JSON.stringify(plaintext, (_name, value) => (typeof value === "string" ? wellFormed(value) : value));
}

/** @type {{offset: number, name: string} | null} */
let zone = null;

/** The phone's time zone. Its name is slow to come by, so it is asked for again only when the clock has been moved. @param {number} offset */
function timeZone(offset) {
  if (zone?.offset !== offset) zone = { offset, name: Intl.DateTimeFormat().resolvedOptions().timeZone };
  return zone.name;
}
