// One phone's storage, with IndexedDB's promises: transactions in turn, whole or not at all, done at `complete`.
// When each begins and completes is the scheduler's choice. The shipped database code runs on top of it unchanged.
import { hold } from "./violation.js";

const NAMES = ["envelope", "body", "meta"];
const clone = value => structuredClone(value);
const keyOf = (name, value, key) => (name === "meta" ? value.chain : String(key));

export class Disk {
  constructor(rows = Object.fromEntries(NAMES.map(name => [name, new Map()]))) {
    this.rows = rows;
    /** @type {Transaction[]} in the order they were asked for */
    this.transactions = [];
    /** Whether there is no room for "more", or not even for a "note". @type {"" | "more" | "note"} */
    this.full = "";
    /** Keys of bodies that cannot be read. @type {Set<string>} */
    this.unreadable = new Set();
  }

  /** The same storage once more, as when a phone is copied onto another. */
  copy() {
    const rows = Object.fromEntries(NAMES.map(name => [name, new Map(this.rows[name])]));
    const copy = new Disk(rows);
    copy.unreadable = new Set(this.unreadable);
    return copy;
  }

  connect(tab) {
    return new DiskConnection(this, tab);
  }

  /** What may happen next: a transaction that may begin, or one that may complete. */
  effects() {
    let anyBefore = false;
    let writeBefore = false;
    const found = [];
    for (const one of this.transactions) {
      const mayBegin = one.isWrite ? !anyBefore : !writeBefore;
      if (!one.hasBegun && mayBegin) found.push({ kind: "begin", tab: one.tab, run: () => one.begin() });
      if (one.hasBegun && one.isWrite) found.push({ kind: "commit", tab: one.tab, run: () => one.complete(), on: one });
      anyBefore = true;
      writeBefore ||= one.isWrite;
    }
    return found;
  }

  /** Reads that have had their answers are over. Called when everything is quiet. */
  sweep() {
    this.transactions = this.transactions.filter(one => !one.isOver && (one.isWrite || !one.hasBegun));
  }

  /** What a tab that is killed leaves behind: nothing of what was not complete. */
  forget(tab) {
    this.transactions = this.transactions.filter(one => one.tab !== tab);
  }
}

/** A connection as `idb` hands it out. */
class DiskConnection {
  constructor(disk, tab) {
    this.disk = disk;
    this.tab = tab;
    this.isBroken = false;
    this.objectStoreNames = NAMES;
  }

  transaction(_names, mode = "readonly", options = {}) {
    if (this.isBroken) throw new DOMException("The connection is closing", "InvalidStateError");
    const isWrite = mode === "readwrite";
    hold(!isWrite || options.durability === "strict", "I5", () => "what is filed was not written strictly");
    const one = new Transaction(this.disk, this.tab, isWrite);
    if (!this.tab.isDead) this.disk.transactions.push(one);
    return one;
  }

  close() {
    this.isBroken = true;
  }
}

class Transaction {
  constructor(disk, tab, isWrite) {
    Object.assign(this, {
      disk,
      tab,
      isWrite,
      hasBegun: false,
      isOver: false,
      isClosed: false,
      error: null,
      rows: null,
    });
    this.begun = new Promise(resolve => {
      this.markBegun = resolve;
    });
    this.done = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
    this.done.catch(() => undefined);
  }

  begin() {
    this.hasBegun = true;
    const { rows } = this.disk;
    this.rows = this.isWrite ? Object.fromEntries(NAMES.map(name => [name, new Map(rows[name])])) : rows;
    this.markBegun();
    if (!this.isWrite) this.resolve();
  }

  objectStore(name) {
    const request = work => {
      if (this.isOver || this.isClosed) throw new DOMException("The transaction is over", "TransactionInactiveError");
      return this.begun.then(() => {
        if (this.isOver) throw this.error ?? new DOMException("The transaction was aborted", "AbortError");
        return work(this.rows[name]);
      });
    };
    return {
      get: key => request(rows => this.read(name, String(key), rows)),
      getAll: () => request(rows => [...rows.keys()].sort().map(key => clone(rows.get(key)))),
      put: (value, key) => {
        const copy = clone(value);
        return request(rows => void rows.set(keyOf(name, copy, key), copy));
      },
      delete: key => request(rows => void rows.delete(String(key))),
    };
  }

  read(name, key, rows) {
    if (name === "body" && this.disk.unreadable.has(key)) {
      throw new DOMException("The value cannot be read", "DataError");
    }
    return clone(rows.get(key));
  }

  /** @param {{isHeard?: boolean}} [how] whether the tab lives to hear of it */
  complete({ isHeard = true } = {}) {
    if (this.lacksRoom()) return this.fail(new DOMException("No room", "QuotaExceededError"));
    this.isOver = true;
    this.disk.rows = this.rows;
    this.leave();
    if (isHeard) this.resolve();
  }

  /** What the code says when nothing more follows. It is not `complete` yet. */
  commit() {
    this.isClosed = true;
  }

  lacksRoom() {
    const { full, rows } = this.disk;
    return full === "note" || (full === "more" && this.rows.body.size > rows.body.size);
  }

  /** Ends without a trace. @param {DOMException | null} error */
  fail(error) {
    this.isOver = true;
    this.error = error;
    this.leave();
    this.markBegun();
    this.reject(error ?? new DOMException("The transaction was aborted", "AbortError"));
  }

  abort() {
    if (this.isOver) throw new DOMException("The transaction is over", "InvalidStateError");
    this.fail(null);
  }

  leave() {
    this.disk.transactions = this.disk.transactions.filter(one => one !== this);
  }
}
