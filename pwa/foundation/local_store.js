// What this phone knows but could learn again: the school card, who the phone is, who is using it.
// Losing all of it costs nothing that was filed.
import { Connection } from "./connection.js";

/** The `local` database: one row a name. */
export class LocalStore {
  constructor() {
    this.connection = new Connection("local", 1, db => {
      db.createObjectStore("known");
    });
  }

  /** @param {string} name @returns {Promise<any>} undefined when this phone does not know */
  read(name) {
    return this.connection.run(db => db.get("known", name));
  }

  /** @param {string} name @param {unknown} value */
  write(name, value) {
    return this.writeAll({ [name]: value });
  }

  /** Writes all of it or none. @param {Record<string, unknown>} values by name */
  async writeAll(values) {
    await this.connection.run(db => {
      const tx = db.transaction("known", "readwrite");
      return Promise.all([...Object.entries(values).map(([name, value]) => tx.store.put(value, name)), tx.done]);
    });
  }

  /** Writes what becomes of it, whoever else writes at the same time. @param {string} name @param {(value: any) => unknown} changed */
  async change(name, changed) {
    await this.connection.run(async db => {
      const tx = db.transaction("known", "readwrite");
      await tx.store.put(changed(await tx.store.get(name)), name);
      await tx.done;
    });
  }

  /** @param {string} name */
  async forget(name) {
    await this.connection.run(db => db.delete("known", name));
  }
}
