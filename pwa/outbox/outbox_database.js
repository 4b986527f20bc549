// The outbox's IndexedDB: `outbox`, version 1 for ever, so that no other tab can ever block an upgrade.
import { Connection } from "../foundation/connection.js";

/** @typedef {import("idb").IDBPDatabase} Database */
/**
 * One object store inside a transaction.
 * @typedef {object} Rows
 * @property {(key: any) => Promise<any>} get
 * @property {() => Promise<any[]>} getAll
 * @property {(value: any, key?: any) => Promise<any>} put
 * @property {(key: any) => Promise<void>} delete
 */
/** @typedef {Record<"envelope" | "body" | "meta", Rows>} Stores */

const ALL = ["envelope", "body", "meta"];

/** Runs work in transactions over the three stores. The Node test harness has one that keeps rows in memory. */
export class OutboxDatabase {
  constructor() {
    this.connection = new Connection("outbox", 1, createStores);
  }

  /**
   * Reads. @template T @param {(stores: Stores) => Promise<T>} work @returns {Promise<T>}
   */
  read(work) {
    return this.connection.run(db => work(storesOf(db.transaction(ALL, "readonly"))));
  }

  /**
   * Writes in one strict transaction and resolves on `complete` only. Work awaits nothing but these stores:
   * anything else ends the transaction in Firefox and Safari.
   * @template T @param {(stores: Stores) => Promise<T>} work @returns {Promise<T>}
   */
  write(work) {
    return this.connection.run((db, givenUp) => {
      const tx = db.transaction(ALL, "readwrite", { durability: "strict" });
      givenUp.addEventListener("abort", () => takeBack(tx));
      return committed(tx, work);
    });
  }

  /** Finds a connection the phone broke while it slept, before it is needed. */
  probe() {
    return this.connection.probe();
  }
}

/** @param {Database} db */
function createStores(db) {
  db.createObjectStore("envelope");
  db.createObjectStore("body");
  db.createObjectStore("meta", { keyPath: "chain" });
}

/** @param {any} tx @returns {Stores} */
function storesOf(tx) {
  return { envelope: tx.objectStore("envelope"), body: tx.objectStore("body"), meta: tx.objectStore("meta") };
}

/**
 * @template T @param {any} tx @param {(stores: Stores) => Promise<T>} work @returns {Promise<T>}
 */
async function committed(tx, work) {
  const failure = tx.done.then(
    () => null,
    (/** @type {unknown} */ error) => error ?? new DOMException("The transaction was aborted", "AbortError"),
  );
  try {
    // The browser commits by itself: asked to, a full phone in Chromium answers late, and "NOT saved" comes too late.
    const result = await work(storesOf(tx));
    const failed = await failure;
    if (failed) throw failed;
    return result;
  } catch (error) {
    takeBack(tx);
    await failure;
    throw tx.error ?? error;
  }
}

/** Takes a transaction back; one that has aborted by itself (a full phone) needs no help. @param {any} tx */
function takeBack(tx) {
  try {
    tx.abort();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
