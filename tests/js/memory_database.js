// The outbox's database in memory, with the promises of IndexedDB: transactions one after another, whole or not at all.

/** Copies, as IndexedDB does; a row handed out is never the row kept. */
const copyOf = value => structuredClone(value);

export class MemoryDatabase {
  constructor({ isSerial = true } = {}) {
    this.rows = { envelope: new Map(), body: new Map(), meta: new Map() };
    this.isSerial = isSerial;
    this.last = Promise.resolve();
    this.failNext = null;
  }

  read(work) {
    return work(this.stores(this.rows));
  }

  write(work) {
    const turn = this.isSerial ? this.last.then(() => this.transaction(work)) : this.transaction(work);
    this.last = turn.catch(() => null);
    return turn;
  }

  async transaction(work) {
    const copy = Object.fromEntries(Object.entries(this.rows).map(([name, rows]) => [name, new Map(rows)]));
    const result = await work(this.stores(copy));
    if (this.failNext) {
      const error = this.failNext;
      this.failNext = null;
      throw error;
    }
    this.rows = copy;
    return result;
  }

  stores(rows) {
    const store = name => ({
      get: async key => {
        await null;
        return copyOf(rows[name].get(String(key)));
      },
      getAll: async () => [...rows[name].values()].map(copyOf),
      put: async (value, key = value.chain) => {
        await null;
        rows[name].set(String(key), copyOf(value));
      },
      delete: async key => rows[name].delete(String(key)),
    });
    return { envelope: store("envelope"), body: store("body"), meta: store("meta") };
  }

  async probe() {
    return this.rows.meta.size;
  }
}
