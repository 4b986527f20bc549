// The phone's lock as the app sees it: who has it open, opening and locking it, and what must go when the time has come.
import { AutoLock } from "./auto_lock.js";
import { openWindow, trustedNow } from "./unlock_rules.js";
import { UnlockStore } from "./unlock_store.js";

/** @typedef {import("./unlock_rules.js").Person} Person */
/** @typedef {import("./unlocking.js").Opened} Opened */
/** @typedef {{unlocked?: Person | null, people?: Person[], window?: import("./unlock_rules.js").Window | null}} News */
/**
 * @typedef {object} Around
 * @property {() => Promise<Pick<typeof import("../rest.js"), "Unlocking" | "OpeningStore">>} rest fetches what opens the phone
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
    const { local, clock, card } = around;
    this.around = around;
    this.store = new UnlockStore(local);
    /** @type {import("./unlocking.js").Unlocking | null} what opens it, once anybody wants to */
    this.unlocking = null;
    this.auto = new AutoLock({
      clock,
      isOpen: () => this.isOpen,
      isOnTrip: () => this.isInWindow,
      chosen: () => card()?.auto_lock_minutes,
      lock: () => this.lock(),
    });
    this.isInWindow = false;
  }

  get isOpen() {
    return this.opened !== null;
  }

  /** @returns {Opened | null} */
  get opened() {
    return this.unlocking?.opened ?? null;
  }

  /** The ciphers are asked for only when somebody opens the phone: the app starts without them. */
  async opener() {
    if (!this.unlocking) {
      const { Unlocking, OpeningStore } = await this.around.rest();
      const store = new OpeningStore(this.store);
      this.unlocking ??= new Unlocking({ fetch: this.around.fetch, store, window: () => this.window() });
    }
    return this.unlocking;
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

  /** @param {string} pin */
  async choosePin(pin) {
    const unlocking = await this.opener();
    return this.took(await (unlocking.rescued ? unlocking.changePin(pin) : unlocking.choosePin(pin)));
  }

  /** @param {Person} person @param {string} pin */
  async openWithPin(person, pin) {
    return this.took(await (await this.opener()).openWithPin(person, pin));
  }

  /** @param {Person} person @param {string} code */
  async openWithCode(person, code) {
    return this.took(await (await this.opener()).openWithCode(person, code));
  }

  /** @template T @param {Opened | T} outcome */
  async took(outcome) {
    if (!this.isOpen || !isOpened(outcome)) return outcome;
    this.auto.touched();
    this.around.learn({ unlocked: outcome.person });
    await this.tell();
    await this.around.opened();
    return outcome;
  }

  lock() {
    if (!this.isOpen) return;
    this.unlocking?.lock();
    this.around.locked();
    this.around.learn({ unlocked: null });
  }

  /** What the school's answer says of who may open this phone. @param {import("../outbox/send.js").Contact} contact */
  async heard(contact) {
    const { card, server_time } = contact.said ?? {};
    if (!Array.isArray(card?.people)) return;
    await this.store.hears(Date.parse(server_time));
    const left = await this.store.keepOnly(card.people, contact);
    if (this.opened && !left.includes(this.opened.person.unlock)) this.lock();
    await this.tell();
  }

  /** Locks when it is time to, and drops the shares once their window is over. */
  async lookAtTheClock() {
    const now = this.around.clock();
    this.auto.look();
    await this.store.sees(now);
    const until = await this.store.sharesUntil();
    if (until > 0 && (await this.now()) >= until) await this.store.dropShares();
    const window = await this.window();
    this.isInWindow = window !== null;
    this.around.learn({ window });
    if (!window) await this.around.over();
  }

  /** Twelve hours more, without asking anybody. @param {string} trip */
  async runLate(trip) {
    await this.store.runLate(trip);
    await this.lookAtTheClock();
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

/** @param {unknown} outcome @returns {outcome is Opened} */
const isOpened = outcome => typeof outcome === "object" && outcome !== null && "open" in outcome;
