// The least that keeps and sends the same: stringify, one seal, one strict transaction; plain fetches of what lies there.
import { newestKey, sealed } from "../../pwa/foundation/seal.js";
import { digestOf, fromBase64url, joined, u32, utf8 } from "../../pwa/foundation/bytes.js";
import { framed } from "../../pwa/foundation/framing.js";
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from "hpke";
import { reports } from "./reports.js";

const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
const BATCH = 100;
/** @type {any[]} */
let keys = [];

/** A key to seal to. @param {any[]} given */
export function knows(given) {
  keys = given;
}

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((resolve, reject) => {
    const asking = indexedDB.open("bare", 1);
    asking.onupgradeneeded = () => asking.result.createObjectStore("sealed");
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error);
  });
}

/** @param {IDBDatabase} db @param {(rows: IDBObjectStore) => void} work @returns {Promise<void>} */
function strictly(db, work) {
  return new Promise((resolve, reject) => {
    const tx = db.transaction("sealed", "readwrite", { durability: "strict" });
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error);
    work(tx.objectStore("sealed"));
  });
}

/** @param {any} key @param {any} finished @returns {Promise<Uint8Array<ArrayBuffer>>} enc‖ct */
async function sealedOnce({ jwk }, finished) {
  const point = joined([Uint8Array.of(4), fromBase64url(jwk.x), fromBase64url(jwk.y)]);
  const publicKey = await suite.DeserializePublicKey(point);
  const { encapsulatedSecret, ciphertext } = await suite.Seal(publicKey, framed(utf8(JSON.stringify(finished))));
  return joined([encapsulatedSecret, ciphertext]);
}

/** Files that many, one after the other: stringify, a seal, a strict put. @returns {Promise<number>} ms for each */
export async function file(/** @type {number} */ count) {
  const db = await opened();
  const finished = reports(count);
  const key = newestKey(keys);
  const began = performance.now();
  for (const one of finished) {
    const body = await sealedOnce(key, one);
    await strictly(db, rows => {
      rows.put(body.buffer, one.id);
      rows.transaction.commit();
    });
  }
  const ms = (performance.now() - began) / count;
  db.close();
  return ms;
}

/**
 * The same steps as ours: stringify, compress, seal, digest, then read the next number and write three rows in one
 * strict transaction. @returns {Promise<number>} ms for each
 */
export async function fileInSteps(/** @type {number} */ count) {
  const db = await opened();
  const finished = reports(count);
  const key = /** @type {any} */ (newestKey(keys));
  const began = performance.now();
  for (const one of finished) {
    const body = await sealed(key, { type: "record", id: one.id }, JSON.stringify(one));
    const row = { id: one.id, digest: await digestOf(body), size: body.length };
    await strictly(db, rows => {
      rows.get("next").onsuccess = event => {
        const next = /** @type {any} */ (event.target).result ?? 1;
        rows.put({ ...row, seq: next }, `row ${one.id}`);
        rows.put(body.buffer, one.id);
        rows.put(next + 1, "next");
        rows.transaction.commit();
      };
    });
  }
  const ms = (performance.now() - began) / count;
  db.close();
  return ms;
}

/** Fills the store with frames as they travel, sealed as the app does it. @param {number} count */
export async function fill(count) {
  const key = /** @type {any} */ (newestKey(keys));
  const db = await opened();
  const frames = [];
  for (const one of reports(count)) {
    const body = await sealed(key, { type: "record", id: one.id }, JSON.stringify(one));
    const digest = await digestOf(body);
    const header = { chain: "0".repeat(32), id: one.id, seq: 1, trip: null, kid: key.kid, type: "record", digest };
    const label = utf8(JSON.stringify(header));
    frames.push({ id: one.id, frame: joined([u32(label.length), label, u32(body.length), body]) });
  }
  await strictly(db, rows => {
    for (const { id, frame } of frames) rows.put(frame.buffer, id);
  });
  db.close();
}

/** Sends what lies there to a server that only stores, and deletes what it took. */
export async function drain() {
  const db = await opened();
  const began = performance.now();
  const [ids, bodies] = await Promise.all([all(db, "getAllKeys"), all(db, "getAll")]);
  let [requests, bytes] = [0, 0];
  for (let at = 0; at < ids.length; at += BATCH) {
    const body = joined(bodies.slice(at, at + BATCH).map((/** @type {ArrayBuffer} */ frame) => new Uint8Array(frame)));
    const answer = await fetch("/records", { method: "POST", body });
    if (!answer.ok) throw new Error(`The store answered ${answer.status}`);
    await answer.json();
    await strictly(db, rows => {
      for (const id of ids.slice(at, at + BATCH)) rows.delete(id);
    });
    requests += 1;
    bytes += body.length;
  }
  const ms = performance.now() - began;
  db.close();
  return { ms, waiting: 0, trouble: null, requests, bytes };
}

/** @param {IDBDatabase} db @param {"getAll" | "getAllKeys"} what @returns {Promise<any[]>} */
function all(db, what) {
  return new Promise((resolve, reject) => {
    const asking = db.transaction("sealed").objectStore("sealed")[what]();
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error);
  });
}
