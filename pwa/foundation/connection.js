// One connection to an IndexedDB database, reopened once when the browser has broken it (iOS does, after a pause) or
// no longer answers.
import { wrap } from "idb";

/** @typedef {import("idb").IDBPDatabase} Database */

const BROKEN = new Set(["InvalidStateError", "UnknownError", "AbortError", "TimeoutError"]);
const OPEN_LIMIT_MS = 8000;
const WORK_LIMIT_MS = 5000;

/** A named database, opened when first needed and held open. */
export class Connection {
  /** `place` is where databases are, if not where all of this site are. @param {string} name @param {number} version @param {(db: Database) => void} upgrade @param {() => Promise<IDBFactory>} [place] */
  constructor(name, version, upgrade, place = async () => indexedDB) {
    this.name = name;
    this.version = version;
    this.upgrade = upgrade;
    this.place = place;
    /** @type {Promise<Database> | null} */
    this.opening = null;
  }

  /**
   * Runs work on the database; a broken connection is dropped, opened again and tried once more, then the error is thrown.
   * `givenUp` tells work that nobody waits for it any more: what it writes must not come about later.
   * @template T @param {(db: Database, givenUp: AbortSignal) => Promise<T>} work @returns {Promise<T>}
   */
  async run(work) {
    try {
      return await this.tried(work);
    } catch (error) {
      if (!isBroken(error)) throw error;
      await this.drop();
      return this.tried(work);
    }
  }

  /** @template T @param {(db: Database, givenUp: AbortSignal) => Promise<T>} work @returns {Promise<T>} */
  async tried(work) {
    const db = await this.open();
    const givenUp = AbortSignal.timeout(WORK_LIMIT_MS);
    return unless(givenUp, work(db, givenUp));
  }

  /** Touches the database, so that a connection lost while the phone slept is found before it is needed. */
  async probe() {
    await this.run(async db => db.transaction([...db.objectStoreNames][0] ?? "").done);
  }

  open() {
    return this.opening ?? this.opens();
  }

  opens() {
    const opened = this.opened();
    const opening = unless(AbortSignal.timeout(OPEN_LIMIT_MS), opened);
    this.opening = opening;
    const isOurs = () => this.opening === opening;
    opening.catch(() => {
      if (isOurs()) this.opening = null;
    });
    // One that opens too late is nobody's: held open, it would keep its database from ever being dropped.
    opened.then(
      db => isOurs() || db.close(),
      () => undefined,
    );
    return opening;
  }

  /** @returns {Promise<Database>} */
  async opened() {
    const asked = (await this.place()).open(this.name, this.version);
    asked.addEventListener("upgradeneeded", () => this.upgrade(/** @type {any} */ (wrap(asked.result))));
    const db = /** @type {Database} */ (await wrap(asked));
    // Another tab drops the database. Whoever works here next finds it closed, and opens it again.
    db.addEventListener("versionchange", () => db.close());
    return db;
  }

  /** Lets go of the connection. A database that never opened has nothing to close. */
  async drop() {
    const last = this.opening;
    this.opening = null;
    const [outcome] = await Promise.allSettled([last]);
    if (outcome?.status === "fulfilled") outcome.value?.close();
  }
}

/** @param {unknown} error */
const isBroken = error => error instanceof DOMException && BROKEN.has(error.name);

/**
 * Some browsers never answer an open at all, and WebKit now and then no transaction; waiting for ever would look like
 * saving.
 * @template T @param {AbortSignal} givenUp @param {Promise<T>} asked @returns {Promise<T>}
 */
export function unless(givenUp, asked) {
  return new Promise((resolve, reject) => {
    const late = () => reject(new DOMException("The database did not answer", "TimeoutError"));
    givenUp.addEventListener("abort", late, { once: true });
    asked.then(resolve, reject);
  });
}
