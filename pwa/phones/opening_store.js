// What opening the phone reads and writes of what opens it (`unlock_store.js`). Comes with the rest: nobody who only reports needs it.
import { GOING, LATE, UNTIL, WRAPS } from "./pins_here.js";

/** @typedef {import("./unlock_rules.js").Person} Person */
/** @typedef {import("./unlock_store.js").Wraps} Wraps */
/** @typedef {import("./unlock_store.js").Share} Share */

/** The wraps and shares of whoever opens the phone. */
export class OpeningStore {
  /** @param {import("./unlock_store.js").UnlockStore} store */
  constructor(store) {
    this.store = store;
    this.local = store.local;
    this.connection = store.connection;
  }

  wraps() {
    return this.store.wraps();
  }

  /** @param {Wraps} wraps */
  async keepWraps(wraps) {
    // Whoever chooses anew has one PIN, not two.
    await this.local.change(WRAPS, (/** @type {Wraps[]} */ all = []) => [
      ...all.filter(({ staff }) => staff !== wraps.staff),
      wraps,
    ]);
  }

  /** @param {string} unlock @returns {Promise<Share | null>} */
  async share(unlock) {
    return (await this.connection.run(db => db.get("share", unlock))) ?? null;
  }

  /** @param {string} unlock @param {Share} share */
  async keepShare(unlock, share) {
    // First when it must go, then what must go; and again, where all that was here went meanwhile.
    await this.mayStay(share.until);
    await this.connection.run(db => db.put("share", share, unlock));
    await this.mayStay(share.until);
  }

  /** @param {number} until milliseconds */
  async mayStay(until) {
    await this.local.change(UNTIL, (now = 0) => Math.max(until, now));
  }

  /** What shares there are stay as long as the window does. @param {number} until milliseconds */
  async keepSharesUntil(until) {
    await this.local.change(UNTIL, (now = 0) => (now > GOING ? Math.max(until, now) : now));
  }

  /** Counts a try before it is made, so that pulling the battery makes no more of them. @param {string} unlock @returns {Promise<number>} how many wrong ones there are now */
  async countTry(unlock) {
    return this.connection.run(async db => {
      const tx = db.transaction("share", "readwrite", { durability: "strict" });
      const share = await tx.store.get(unlock);
      if (!share) return 0;
      await tx.store.put({ ...share, wrong: share.wrong + 1 }, unlock);
      await tx.done;
      return share.wrong + 1;
    });
  }

  /** @param {string} trip */
  async runLate(trip) {
    await this.local.change(LATE, (/** @type {Record<string, number>} */ late = {}) => ({
      ...late,
      [trip]: (late[trip] ?? 0) + 1,
    }));
  }

  /**
   * Lets go of everybody who is not among these, but for whoever chose a PIN since the school was asked: it could not
   * say so. One still to come was noted by a wrong clock.
   * @param {Person[]} people @param {{asked_at: number}} contact @returns {Promise<string[]>} the unlocks that are left
   */
  async keepOnly(people, { asked_at }) {
    const all = await this.wraps();
    const now = Date.now();
    const stays = (/** @type {Wraps} */ { unlock, since = 0 }) =>
      people.some(one => one.unlock === unlock) || (since > asked_at && since <= now);
    const gone = all.filter(wraps => !stays(wraps)).map(({ unlock }) => unlock);
    if (gone.length === 0) return this.store.whose();
    await this.local.change(WRAPS, (/** @type {Wraps[]} */ all) => all.filter(({ unlock }) => !gone.includes(unlock)));
    const left = await this.store.whose();
    if (left.length === 0) await this.store.dropShares();
    else for (const unlock of gone) await this.connection.run(db => db.delete("share", unlock));
    return left;
  }
}
