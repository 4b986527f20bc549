// What this phone keeps of its checks: the stop set up last, the group checked last, who said no since, class cameras to count.
// Pupils stand in it by the list's keys alone; whose those are is in the list, which opens with a PIN.

/** @typedef {import("./stop_rules.js").Stop} Stop */
/** @typedef {import("./check_rules.js").Change} Change */
/** A class camera whose pictures are not counted yet. @typedef {{check: string, trip: string, camera: string, at: number}} Uncounted */
/** `counted`: the checks of cameras that are counted, so that no other tab brings one back. @typedef {{trip: string | null, stop: Stop | null, last: {name: string, pupils: string[]} | null, changes: Change[], cameras: Uncounted[], counted: string[]}} Kept */

// Forgotten with the lists, once no trip is near (trips/pack_store.js).
const CHECKS = "checks";

/** @type {Kept} */
const NOTHING = { trip: null, stop: null, last: null, changes: [], cameras: [], counted: [] };

/** In the `local` database; what cannot be kept there holds until the app is closed. */
export class CheckStore {
  /** @param {import("../foundation/local_store.js").LocalStore} local */
  constructor(local) {
    this.local = local;
    /** @type {Kept} */
    this.kept = NOTHING;
    this.isLoaded = false;
    this.hasFailed = false;
  }

  /** Reads what is kept of this trip, and what another tab heard since. A no that cannot be read stops every check. @param {string | null} trip */
  async load(trip) {
    const [read] = await Promise.allSettled([this.local.read(CHECKS)]);
    const isKnown = this.isLoaded && this.kept.trip === trip;
    this.hasFailed = read.status === "rejected" && !isKnown;
    this.isLoaded = !this.hasFailed;
    if (this.hasFailed) return;
    const found = foundIn(read.status === "fulfilled" ? read.value : null);
    this.kept = isKnown ? merged(this.kept, found, trip) : merged(found, NOTHING, trip);
  }

  /** A reason that somebody typed may name a pupil, so it stays off the disk. @param {Partial<Kept>} part */
  async change(part) {
    this.kept = { ...this.kept, ...part };
    const { stop, ...rest } = this.kept;
    const kept = { ...rest, stop: stop && { ...stop, justification: null } };
    // Two tabs may hear a no each, or note a camera: neither loses the other's.
    await Promise.allSettled([
      this.local.change(CHECKS, (/** @type {Kept | undefined} */ before) => merged(kept, foundIn(before), kept.trip)),
    ]);
  }

  /** @param {Change} change */
  add(change) {
    return this.change({ changes: withOne(this.kept.changes, change) });
  }

  /** A class camera is counted. @param {string} check */
  counts(check) {
    const { cameras, counted } = this.kept;
    return this.change({ cameras: cameras.filter(one => one.check !== check), counted: [...counted, check] });
  }
}

/** What an earlier version kept says less. @param {Kept | null | undefined} read @returns {Kept} */
const foundIn = read => ({ ...NOTHING, ...read });

/** The first, with every no of the same trip and every camera to count that only the second knows. @param {Kept} kept @param {Kept} other @param {string | null} trip @returns {Kept} */
function merged(kept, other, trip) {
  const own = { ...(kept.trip === trip ? kept : { ...NOTHING, trip }), ...camerasOf(kept, other) };
  return other.trip === trip ? { ...own, changes: other.changes.reduce(withOne, own.changes) } : own;
}

/** @param {Kept} kept @param {Kept} other */
function camerasOf(kept, other) {
  const counted = [...new Set([...kept.counted, ...other.counted])];
  const byCheck = new Map([...other.cameras, ...kept.cameras].map(camera => [camera.check, camera]));
  for (const check of counted) byCheck.delete(check);
  return { cameras: [...byCheck.values()], counted };
}

/** @param {Change[]} changes @param {Change} change */
function withOne(changes, change) {
  const isThere = changes.some(
    one => one.pupil === change.pupil && one.change === change.change && one.day === change.day,
  );
  return isThere ? changes : [...changes, change];
}
