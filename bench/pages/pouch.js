// PouchDB as it comes: a plain relaxed put, and replication with its defaults. Its script is loaded beside this one.
import { newestKey, sealed } from "../../pwa/foundation/seal.js";
import { base64url, digestOf } from "../../pwa/foundation/bytes.js";
import { reports } from "./reports.js";

/** @type {any} */
const scope = globalThis;
/** @type {any[]} */
let keys = [];

/** A key to seal to. @param {any[]} given */
export function knows(given) {
  keys = given;
}

/** Puts that many, unsealed, one after the other. @returns {Promise<number>} ms for each */
export async function file(/** @type {number} */ count) {
  const db = new scope.PouchDB("filing");
  await db.info();
  const finished = reports(count).map(one => ({ _id: one.id, ...one }));
  const began = performance.now();
  for (const one of finished) await db.put(one);
  const ms = (performance.now() - began) / count;
  await db.close();
  return ms;
}

/** Fills its database with the same sealed reports, as documents. @param {number} count */
export async function fill(count) {
  const key = /** @type {any} */ (newestKey(keys));
  const db = new scope.PouchDB("outbox");
  const documents = [];
  for (const one of reports(count)) {
    const body = await sealed(key, { type: "record", id: one.id }, JSON.stringify(one));
    const digest = await digestOf(body);
    const header = { chain: "0".repeat(32), seq: 1, trip: null, kid: key.kid, type: "record", digest };
    documents.push({ _id: one.id, ...header, sealed: base64url(body) });
  }
  await db.bulkDocs(documents);
  await db.close();
}

/** Replicates to the server's database of that name. @param {string} name */
export async function drain(name) {
  const told = { requests: 0, bytes: 0 };
  const counted = (/** @type {any} */ url, /** @type {any} */ init) => {
    told.requests += 1;
    told.bytes += typeof init?.body === "string" ? new TextEncoder().encode(init.body).length : 0;
    return scope.PouchDB.fetch(url, init);
  };
  const db = new scope.PouchDB("outbox");
  const remote = new scope.PouchDB(`${scope.location.origin}/${name}`, { fetch: counted });
  const began = performance.now();
  const done = await db.replicate.to(remote);
  const ms = performance.now() - began;
  await db.close();
  return { ms, waiting: done.docs_read - done.docs_written, trouble: null, ...told };
}
