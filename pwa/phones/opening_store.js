// What opening the phone reads and writes of what opens it (`unlock_store.js`). Comes with the rest: nobody who only reports needs it.
import { UNTIL, WRAPS } from "./pins_here.js";

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
    // First when it must go, then what must go.
    await this.local.write(UNTIL, Math.max(share.until, await this.store.sharesUntil()));
    await this.connection.run(db => db.put("share", share, unlock));
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
}
