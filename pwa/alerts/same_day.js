// What this phone keeps of reports that the school must have today: ids alone, until the school has them (R61).
import { clocksOf, isSameDay, stillAway } from "./deadline_rules.js";

/** @typedef {import("./deadline_rules.js").Note} Note */
/** @typedef {import("./deadline_rules.js").Item} Item */
/** @typedef {Pick<import("../foundation/local_store.js").LocalStore, "read" | "change">} Local */

const NAME = "same_day";

/** The notes of one phone. */
export class SameDay {
  /** @param {Local} local @param {() => void} changed */
  constructor(local, changed) {
    this.local = local;
    this.changed = changed;
    /** @type {Note[]} */
    this.notes = [];
  }

  async load() {
    /** @type {Note[]} */
    const kept = (await this.local.read(NAME)) ?? [];
    // What was filed while this was read stands already.
    this.take([...kept.filter(({ id }) => !this.notes.some(note => note.id === id)), ...this.notes]);
  }

  /** @param {Note[]} notes */
  take(notes) {
    this.notes = notes;
    this.changed();
  }

  /**
   * A report was filed. It counts on screen whether or not the storage takes the note; but what the screen says is kept
   * before, so that nobody reads of a deadline which is gone when the app is closed that moment.
   * @param {string} id @param {{category?: string | null, about?: string | null}} fields @param {Item[]} items
   */
  async filed(id, fields, items) {
    if (!isSameDay(fields)) return;
    const note = { id, rang_at: null };
    await this.keep(notes => [...stillAway(notes, items), note]);
    this.take([...this.notes.filter(one => one.id !== id), note]);
  }

  /** Somebody rang about it. @param {string} id @param {number} at ms */
  async rang(id, at) {
    const said = (/** @type {Note[]} */ notes) => notes.map(note => (note.id === id ? { ...note, rang_at: at } : note));
    this.take(said(this.notes));
    await this.keep(said);
  }

  /** @param {(notes: Note[]) => Note[]} changed */
  async keep(changed) {
    await Promise.allSettled([this.local.change(NAME, notes => changed(notes ?? []))]);
  }

  /** @param {{items: Item[], card: any, now: number, offset: {seconds: number} | null}} known */
  clocks(known) {
    return clocksOf({ ...known, notes: this.notes });
  }
}
