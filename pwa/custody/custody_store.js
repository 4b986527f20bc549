// What this phone notes of items taken, in the `local` database: bags, kinds and times, never a name or a word.
import { notedAfter } from "./custody_rules.js";

/** @typedef {import("./custody_rules.js").Notes} Notes */

const NAME = "custody";

/** The notes, at hand once they have been read. */
export class CustodyNotes {
  /** @param {import("../foundation/local_store.js").LocalStore} local @param {() => void} repaint */
  constructor(local, repaint) {
    this.local = local;
    this.repaint = repaint;
    /** @type {Notes} */
    this.notes = {};
  }

  /** Reads them; what another tab noted meanwhile comes with it. A storage that fails leaves what is at hand. */
  async read() {
    const [found] = await Promise.allSettled([this.local.read(NAME)]);
    if (found.status !== "fulfilled") return;
    this.notes = { ...this.notes, ...found.value };
    this.repaint();
  }

  /** Something was saved. It is at hand at once; nobody waits for a storage that may hang. @param {Parameters<typeof notedAfter>[1]} saved */
  add(saved) {
    this.notes = notedAfter(this.notes, saved);
    Promise.allSettled([this.local.change(NAME, notes => notedAfter(notes, saved))]);
  }
}
