// Who is ticked while names are counted, by the list's keys. Neither a reload nor a lock loses them: they lie sealed to whoever ticks, as
// an unfinished report does, and go with the count. Sealing takes longer than a tap: the newest is kept last.
import { sealedTo } from "../foundation/seal.js";
import { unsealed } from "../foundation/unseal.js";
import { DraftKeeper } from "../outbox/draft_keeper.js";

/** Of which count, and whether those who were seen or those who are missing. @typedef {{started_at: number, step: "tick" | "who"}} Of */
/** @typedef {Of & {keys: string[]}} Ticks */
/** What of the lock is needed here. @typedef {{writer: () => import("../outbox/drafts.js").Writer | null, opened: {person: {unlock: string}, open: {seal: CryptoKeyPair}} | null}} Lock */

// In `local`: whose key opens them, and the sealed bytes.
const NAME = "ticked";
const bound = (/** @type {string} */ unlock) => ({ type: "draft", id: `count|${unlock}` });

/** One phone's. */
export class CountTicks {
  /** @param {Pick<import("../foundation/local_store.js").LocalStore, "read" | "write">} local @param {Lock} lock @param {(isKept: boolean) => void} told once the newest is written */
  constructor(local, lock, told) {
    this.local = local;
    this.lock = lock;
    /** @type {Set<string>} */
    this.keys = new Set();
    /** Whether some may lie here from before. */
    this.mayLie = true;
    this.keeping = "";
    this.keeper = new DraftKeeper(
      { keep: (/** @type {any} */ { ticks, writer }) => this.write(ticks, writer) },
      isKept => {
        this.keeping = isKept ? "yes" : "no";
        told(isKept);
      },
    );
  }

  /** Nobody is ticked yet. @param {Of} of */
  begin(of) {
    this.keys = new Set();
    this.keep(of);
  }

  /** @param {string} key @param {Of} of */
  turn(key, of) {
    if (!this.keys.delete(key)) this.keys.add(key);
    this.keep(of);
  }

  /** Sealed to whoever taps, also where the phone is locked before it is written. @param {Of} of */
  keep({ started_at, step }) {
    this.mayLie = true;
    this.keeping = "not yet";
    const ticks = { started_at, step, keys: [...this.keys] };
    this.keeper.keep(/** @type {any} */ ({ ticks, writer: this.lock.writer() }));
  }

  forget() {
    this.keys = new Set();
    if (!this.mayLie) return;
    this.mayLie = false;
    this.keeper.keep(/** @type {any} */ ({ ticks: null }));
  }

  /** @param {Ticks | null} ticks @param {import("../outbox/drafts.js").Writer | null} [writer] */
  async write(ticks, writer) {
    if (!writer) return this.local.write(NAME, null);
    const { unlock, key } = writer;
    const own = await sealedTo(key, bound(unlock), JSON.stringify(ticks));
    await this.local.write(NAME, { unlock, own: own.buffer });
  }

  /** Brings back what was kept of this count, where who ticked it has the phone open now; null for anybody else. @param {number} startedAt @returns {Promise<Ticks | null>} */
  async open(startedAt) {
    const { opened } = this.lock;
    const [read] = await Promise.allSettled([this.local.read(NAME)]);
    const kept = read.status === "fulfilled" && read.value;
    if (!opened || !kept || kept.unlock !== opened.person.unlock) return null;
    const ticks = await unsealed(opened.open.seal, bound(kept.unlock), kept.own);
    // Of another count, or somebody tapped or locked meanwhile.
    if (ticks?.started_at !== startedAt || !this.mayLie || this.keys.size > 0 || this.lock.opened !== opened)
      return null;
    this.keys = new Set(ticks.keys);
    return ticks;
  }
}
