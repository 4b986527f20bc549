// What is unfinished on this phone, in a database of its own. What can be read there is which form it is of, when it was
// begun, for which trip, and on whose unlock. What was filed is removed; losing this database never touches what was filed.
import { Connection } from "../foundation/connection.js";

/**
 * One as it is kept. `own` is sealed to its writer's key on this phone, null where it was begun without a PIN; `school` to
 * the school, to be sent as it stands.
 * @typedef {object} Kept
 * @property {string} id that of the record it is to become
 * @property {import("./draft_rules.js").FormName} form
 * @property {number} opened_at milliseconds
 * @property {string | null} trip
 * @property {string | null} writer their unlock
 * @property {ArrayBuffer | null} own
 * @property {import("./file_record.js").ForSchool} school
 */

/** The `drafts` database. */
export class DraftStore {
  constructor() {
    this.connection = new Connection("drafts", 1, db => {
      db.createObjectStore("draft", { keyPath: "id" });
    });
  }

  /** @returns {Promise<Kept[]>} newest first */
  async all() {
    return (await this.rows()).filter(row => "school" in row).map(asKept);
  }

  /** What a version before 0.4 kept in clear. @returns {Promise<import("./drafts.js").Draft[]>} */
  async inClear() {
    return (await this.rows()).filter(row => "fields" in row);
  }

  /** @returns {Promise<any[]>} */
  async rows() {
    const rows = await this.connection.run(db => db.getAll("draft"));
    return rows.sort((a, b) => b.opened_at - a.opened_at);
  }

  /** @param {Kept} kept */
  async keep(kept) {
    await this.connection.run(db => db.put("draft", kept));
  }

  /** @param {string} id */
  async remove(id) {
    await this.connection.run(db => db.delete("draft", id));
  }

  /** Removes drafts that were filed before the phone could take them away. @param {Set<string>} filed ids */
  async removeFiled(filed) {
    for (const { id } of await this.rows()) {
      if (filed.has(id)) await this.remove(id);
    }
  }
}

/** Until there was a second form, a draft was a report and did not say so. @param {any} row @returns {Kept} */
export const asKept = row => ({ form: "report", ...row });
