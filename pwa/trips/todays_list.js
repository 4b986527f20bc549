// Today's list from the app's side: fetched at each contact, opened when its owner opens the phone, gone when it locks.
import { PackStore } from "./pack_store.js";

/** @typedef {{pack: import("./pack_rules.js").Pack, checked_at: number}} List */
/**
 * @typedef {object} Around
 * @property {() => Promise<{unsealed: typeof import("../foundation/unseal.js").unsealed, whyNot: typeof import("./pack_rules.js").whyNot}>} rest fetches what opens a list
 * @property {import("../foundation/local_store.js").LocalStore} local
 * @property {import("../foundation/requests.js").Fetch} fetch
 * @property {() => number} clock
 * @property {import("../phones/phone_lock.js").PhoneLock} lock
 * @property {(news: {list: List | null}) => void} learn
 */

/** The list of whoever has the phone open. */
export class TodaysList {
  /** @param {Around} around */
  constructor({ rest, local, fetch, clock, lock, learn }) {
    this.rest = rest;
    this.store = new PackStore(local, fetch, clock);
    this.lock = lock;
    this.learn = learn;
  }

  /** Asks the school for the lists of all who have a PIN here, locked or not. A storage that fails leaves what is here. */
  async refresh() {
    await Promise.allSettled([this.asked()]);
  }

  async asked() {
    await this.store.refresh(() => this.lock.store.whose());
    await this.show();
  }

  /** Opens the list of who has the phone open; nobody's where nobody has. */
  async show() {
    const { opened } = this.lock;
    if (!opened) return this.hide();
    const { unlock } = opened.person;
    const sealed = (await this.store.all())[unlock];
    const { unsealed, whyNot } = await this.rest();
    const pack = sealed ? await unsealed(opened.open.seal, { type: "pack", id: unlock }, sealed.bytes) : null;
    const isGood = pack !== null && whyNot(pack, unlock, await this.lock.now()) === "";
    // Locked again while it was being opened.
    if (this.lock.opened !== opened) return this.hide();
    this.learn({ list: isGood && sealed ? { pack, checked_at: sealed.checked_at } : null });
  }

  hide() {
    this.learn({ list: null });
  }

  /** The trip is over, or there was none: no list stays. */
  async wipe() {
    await this.store.wipe();
    this.hide();
  }
}
