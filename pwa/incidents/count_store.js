// What this phone keeps of head counts: the one under way and the last of each group, as numbers. Never who is missing; who was ticked
// is in `count_ticks.js`.
import { withLast } from "./count_rules.js";

/** @typedef {import("./count_rules.js").Count} Count */
/** @typedef {import("./count_rules.js").Last} Last */

const UNDER_WAY = "counting";
const DONE = "counted";

/** One phone's. What its storage does not take is on screen all the same. */
export class CountStore {
  /** @param {Pick<import("../foundation/local_store.js").LocalStore, "read" | "write" | "change">} local */
  constructor(local) {
    this.local = local;
  }

  /** @returns {Promise<{count: Count | null, lasts: Last[]}>} */
  async load() {
    const [count, lasts] = await Promise.allSettled([this.local.read(UNDER_WAY), this.local.read(DONE)]);
    return {
      count: (count.status === "fulfilled" && count.value) || null,
      lasts: (lasts.status === "fulfilled" && lasts.value) || [],
    };
  }

  /** After each tap, so that a reload goes on from there. @param {Count | null} count @returns {Promise<boolean>} false where the storage did not take it */
  async keep(count) {
    const [written] = await Promise.allSettled([this.local.write(UNDER_WAY, count)]);
    return written.status === "fulfilled";
  }

  /** @param {Last} last */
  async done(last) {
    await Promise.allSettled([this.keep(null), this.local.change(DONE, before => withLast(before ?? [], last))]);
  }
}
