// What opens this phone: who has a PIN on it, with their keys wrapped; and the shares, in a database of their own that is
// dropped whole when the window ends, because a deleted row stays readable in the browser's files (ADR 0022).
import { Connection } from "../foundation/connection.js";
import { dropWhole, ownPlace } from "../foundation/own_place.js";
import { GOING, LATE, UNTIL, whoseIn, wrapsIn } from "./pins_here.js";

/** @typedef {import("./unlock_rules.js").Person} Person */
/** `wrap` is under PIN and share, `rescue` under the rescue code alone: null once used; `since`: when the PIN was chosen, ms. @typedef {Person & {wrap: string, rescue: string | null, since?: number}} Wraps */
/** `wrong` counts wrong PINs tried here; `until` is when the window ends, ms. @typedef {{share: string, until: number, wrong: number}} Share */

const SHARES = "unlock";
const NEWEST = "newest";

/** Keeps what opens the phone. */
export class UnlockStore {
  /** @param {import("../foundation/local_store.js").LocalStore} local */
  constructor(local) {
    this.local = local;
    const make = (/** @type {import("../foundation/connection.js").Database} */ db) =>
      void db.createObjectStore("share");
    this.connection = new Connection(SHARES, 1, make, () => ownPlace(SHARES));
  }

  wraps() {
    return wrapsIn(this.local);
  }

  /** The ids of those who have a PIN here. */
  whose() {
    return whoseIn(this.local);
  }

  /** Who has a PIN here, by name, without anything to open; `opens` those who need no signal. @returns {Promise<Person[]>} */
  async people() {
    const holders = await this.holders();
    const people = (await this.wraps()).map(({ wrap: _wrap, rescue: _rescue, ...person }) => ({
      ...person,
      opens: holders.includes(person.unlock),
    }));
    return people.sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Whose share is here. Where none may stay, the database is not made again by looking. @returns {Promise<string[]>} unlocks */
  async holders() {
    if ((await this.sharesUntil()) <= GOING) return [];
    return (await this.connection.run(db => db.getAllKeys("share"))).map(String);
  }

  /** Drops every share with its database. */
  async dropShares() {
    await this.local.write(UNTIL, GOING);
    await this.connection.drop();
    await dropWhole(SHARES);
    // Somebody may have got another meanwhile.
    await this.local.change(UNTIL, until => (until === GOING ? 0 : until));
  }

  /** Until when the shares on this phone may stay; `GOING` when they have to go, 0 when there are none. @returns {Promise<number>} */
  async sharesUntil() {
    return (await this.local.read(UNTIL)) ?? 0;
  }

  /** How often each trip's people said that they run late. @returns {Promise<Record<string, number>>} */
  async late() {
    return (await this.local.read(LATE)) ?? {};
  }

  /** The latest time this phone has known, so that a clock set back keeps nothing alive. @returns {Promise<number>} */
  async newest() {
    return (await this.local.read(NEWEST)) ?? 0;
  }

  /** Notes what time it is by this phone's own clock. @param {number} now */
  async sees(now) {
    if (now > (await this.newest())) await this.local.write(NEWEST, now);
  }

  /** Believes the school's clock, also where this phone's had run ahead. @param {number} now */
  hears(now) {
    return this.local.write(NEWEST, now);
  }
}
