// Unfinished reports on this phone, in a database of their own and in clear for now. A draft that was filed is
// removed; losing this database never touches what was filed.
import { Connection } from "../foundation/connection.js";

/** @typedef {import("./incident_rules.js").Fields} Fields */
/** @typedef {import("../accounts/author_store.js").Actor} Actor */
/** @typedef {{id: string, opened_at: number, trip: string | null, actor: Actor, fields: Fields}} Draft */

/** The `drafts` database. */
export class DraftStore {
  constructor() {
    this.connection = new Connection("drafts", 1, db => {
      db.createObjectStore("draft", { keyPath: "id" });
    });
  }

  /** @returns {Promise<Draft[]>} newest first */
  async all() {
    const drafts = await this.connection.run(db => db.getAll("draft"));
    return drafts.sort((a, b) => b.opened_at - a.opened_at);
  }

  /** @param {Draft} draft */
  async keep(draft) {
    await this.connection.run(db => db.put("draft", draft));
  }

  /** @param {string} id */
  async remove(id) {
    await this.connection.run(db => db.delete("draft", id));
  }

  /** Removes drafts that were filed before the phone could take them away. @param {Set<string>} filed ids */
  async removeFiled(filed) {
    for (const draft of await this.all()) {
      if (filed.has(draft.id)) await this.remove(draft.id);
    }
  }
}
