// The phone's lock as the app sees it: who has it open, locking it, and what must go when the time has come. Opening
// it comes with the rest (`opener.js`): the app starts without the ciphers.
import { openWindow, trustedNow } from "./unlock_rules.js";
import { UnlockStore } from "./unlock_store.js";

/** @typedef {import("./unlock_rules.js").Person} Person */
/** @typedef {import("./unlocking.js").Opened} Opened */
/** @typedef {{unlocked?: Person | null, people?: Person[], window?: import("./unlock_rules.js").Window | null}} News */
/**
 * @typedef {object} Around
 * @property {() => Promise<Pick<typeof import("../rest.js"), "Opener">>} rest
 * @property {import("../foundation/requests.js").Fetch} fetch
 * @property {import("../foundation/local_store.js").LocalStore} local
 * @property {() => number} clock
 * @property {() => any} card the school card
 * @property {(news: News) => void} learn
 * @property {() => Promise<void>} opened somebody else has the phone now
 * @property {() => Promise<void>} over no trip is near: what came for one has to go
 * @property {() => void} locked whatever is on screen has to leave it
 */

/** Opens for one person at a time. */
export class PhoneLock {
  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    this.store = new UnlockStore(around.local);
    /** @type {import("./unlocking.js").Unlocking | null} what opens it, once that has come */
    this.unlocking = null;
    /** @type {import("./auto_lock.js").AutoLock | null} and what locks it by itself then */
    this.auto = null;
    this.isInWindow = false;
  }

  get isOpen() {
    return this.opened !== null;
  }

  /** @returns {Opened | null} */
  get opened() {
    return this.unlocking?.opened ?? null;
  }

  /** The time, by a clock that cannot be set back. */
  async now() {
    return trustedNow(this.around.clock(), await this.store.newest());
  }

  /** The window the phone is in now. */
  async window() {
    return openWindow(this.around.card(), await this.now(), await this.store.late());
  }

  /** Reads who can open this phone, and drops what has outlived its time. */
  async load() {
    await this.lookAtTheClock();
    await this.tell();
  }

  lock() {
    const { isOpen } = this;
    // Also where nobody has it open yet: who is still being asked about comes too late.
    this.unlocking?.lock();
    if (!isOpen) return;
    this.around.locked();
    this.around.learn({ unlocked: null });
  }

  /** What the school's answer says of who may open this phone. @param {import("../outbox/send.js").Contact} contact */
  async heard(contact) {
    const { card, server_time } = contact.said ?? {};
    if (!Array.isArray(card?.people)) return;
    await this.store.hears(Date.parse(server_time));
    // Where nobody has a PIN, sending does not wait for the rest of the app.
    if ((await this.store.whose()).length > 0)
      await new (await this.around.rest()).Opener(this).heeds(card.people, contact);
  }

  /** Locks when it is time to, and drops the shares once their window is over. */
  async lookAtTheClock() {
    const now = this.around.clock();
    this.auto?.look();
    await this.store.sees(now);
    const until = await this.store.sharesUntil();
    if (until > 0 && (await this.now()) >= until) await this.store.dropShares();
    const window = await this.window();
    this.isInWindow = window !== null;
    this.around.learn({ window });
    if (!window) await this.around.over();
  }

  async tell() {
    this.around.learn({ people: await this.store.people() });
  }

  /** Whoever has the phone open, as a draft needs them. @returns {{unlock: string, key: CryptoKey} | null} */
  writer() {
    return this.opened && { unlock: this.opened.person.unlock, key: this.opened.open.seal.publicKey };
  }

  /** A signer for what this person writes; null where somebody else, or nobody, has the phone open. @param {string | null} staff */
  signerFor(staff) {
    if (!staff || this.opened?.person.staff !== staff) return null;
    return (/** @type {string} */ json) =>
      /** @type {import("./unlocking.js").Unlocking} */ (this.unlocking).sign(json);
  }
}
