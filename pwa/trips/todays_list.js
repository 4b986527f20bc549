// Today's list from the app's side: fetched at each contact, opened when its owner opens the phone, gone when it locks.
import { unsealed } from "../foundation/unseal.js";
import { whyNot } from "./pack_rules.js";
import { PackStore } from "./pack_store.js";

/** @typedef {{pack: import("./pack_rules.js").Pack, checked_at: number}} List */
/**
 * @typedef {object} Around
 * @property {import("../foundation/local_store.js").LocalStore} local
 * @property {import("../foundation/requests.js").Fetch} fetch
 * @property {() => number} clock
 * @property {import("../phones/phone_lock.js").PhoneLock} lock
 * @property {(news: {list: List | null}) => void} learn
 */

/** @type {TodaysList | null} */
let made = null;

/** One of them, whoever asks first. @param {{machine: {fetch: Around["fetch"], clock: Around["clock"]}, local: Around["local"], lock: Around["lock"], knowledge: {learn: Around["learn"]}}} around */
export function todaysList({ machine: { fetch, clock }, local, lock, knowledge }) {
  made ??= new TodaysList({ fetch, clock, local, lock, learn: news => knowledge.learn(news) });
  return made;
}

/** The list of whoever has the phone open. */
export class TodaysList {
  /** @param {Around} around */
  constructor({ local, fetch, clock, lock, learn }) {
    this.store = new PackStore(local, fetch, clock);
    this.lock = lock;
    this.learn = learn;
    this.isWanted = false;
    /** @type {Promise<void> | null} */
    this.asking = null;
  }

  /**
   * Asks the school for the lists of all who have a PIN here, locked or not. A storage that fails leaves what is here.
   * One at a time, and once more for whoever came meanwhile.
   */
  refresh() {
    this.isWanted = true;
    this.asking ??= this.askedWhileWanted();
    return this.asking;
  }

  async askedWhileWanted() {
    while (this.isWanted) {
      this.isWanted = false;
      await Promise.allSettled([this.asked()]);
    }
    this.asking = null;
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
    const pack = sealed ? await unsealed(opened.open.seal, { type: "pack", id: unlock }, sealed.bytes) : null;
    const isGood = pack !== null && whyNot(pack, unlock, await this.lock.now()) === "";
    // Locked again while it was being opened.
    if (this.lock.opened !== opened) return this.hide();
    this.learn({ list: isGood && sealed ? { pack, checked_at: sealed.checked_at } : null });
  }

  hide() {
    this.learn({ list: null });
  }
}
