// What this phone keeps of its checks: the stop set up last, the group checked last, who said no since, class cameras to count.
// Pupils stand in it by the list's keys alone; whose those are is in the list, which opens with a PIN.

/** @typedef {import("./stop_rules.js").Stop} Stop */
/** @typedef {import("./check_rules.js").Change} Change */
/** A class camera whose pictures are not counted yet. @typedef {{check: string, trip: string, camera: string, at: number}} Uncounted */
/** @typedef {{trip: string | null, stop: Stop | null, last: {name: string, pupils: string[]} | null, changes: Change[], cameras: Uncounted[]}} Kept */

// Forgotten with the lists, once no trip is near (trips/pack_store.js).
const CHECKS = "checks";

/** @type {Kept} */
const NOTHING = { trip: null, stop: null, last: null, changes: [], cameras: [] };

/** In the `local` database; what cannot be kept there holds until the app is closed. */
export class CheckStore {
  /** @param {import("../foundation/local_store.js").LocalStore} local */
  constructor(local) {
    this.local = local;
    /** @type {Kept} */
    this.kept = NOTHING;
    this.isLoaded = false;
  }

  /** Reads what is kept of this trip, and what another tab heard since. @param {string | null} trip */
  async load(trip) {
    const [read] = await Promise.allSettled([this.local.read(CHECKS)]);
    const found = (read.status === "fulfilled" && read.value) || NOTHING;
    const isKnown = this.isLoaded && this.kept.trip === trip;
    this.kept = isKnown ? merged(this.kept, found, trip) : merged(found, NOTHING, trip);
    this.isLoaded = true;
  }

  /** A reason that somebody typed may name a pupil, so it stays off the disk. @param {Partial<Kept>} part */
  async change(part) {
    this.kept = { ...this.kept, ...part };
    const { stop, ...rest } = this.kept;
    const kept = { ...rest, stop: stop && { ...stop, justification: null } };
    // Two tabs may hear a no each: neither loses the other's.
    await Promise.allSettled([
      this.local.change(CHECKS, (/** @type {Kept | undefined} */ before) => merged(kept, before ?? NOTHING, kept.trip)),
    ]);
  }

  /** @param {Change} change */
  add(change) {
    return this.change({ changes: withOne(this.kept.changes, change) });
  }
}

/** The first, with every no of the same trip that only the second knows. @param {Kept} kept @param {Kept} other @param {string | null} trip @returns {Kept} */
function merged(kept, other, trip) {
  const own = kept.trip === trip ? kept : { ...NOTHING, trip, cameras: kept.cameras };
  return other.trip === trip ? { ...own, changes: other.changes.reduce(withOne, own.changes) } : own;
}

/** @param {Change[]} changes @param {Change} change */
function withOne(changes, change) {
  const isThere = changes.some(
    one => one.pupil === change.pupil && one.change === change.change && one.day === change.day,
  );
  return isThere ? changes : [...changes, change];
}
