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
  async write(name, value) {
    await this.connection.run(db => db.put("known", value, name));
  }

  /** @param {string} name */
  async forget(name) {
    await this.connection.run(db => db.delete("known", name));
  }
}
