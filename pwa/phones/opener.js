// Opening the phone, and keeping it open for longer. Comes with the rest: nobody who only reports needs it.
import { AutoLock } from "./auto_lock.js";
import { OpeningStore } from "./opening_store.js";
import { Unlocking } from "./unlocking.js";

/** @typedef {import("./unlock_rules.js").Person} Person */
/** @typedef {import("./unlocking.js").Opened} Opened */

/** What opens one phone's lock. */
export class Opener {
  /** @param {import("./phone_lock.js").PhoneLock} phone */
  constructor(phone) {
    this.phone = phone;
    this.store = new OpeningStore(phone.store);
    phone.unlocking ??= new Unlocking({
      fetch: phone.around.fetch,
      store: this.store,
      window: () => phone.window(),
    });
    this.unlocking = phone.unlocking;
    const { clock, card } = phone.around;
    phone.auto ??= new AutoLock({
      clock,
      isOpen: () => phone.isOpen,
      isOnTrip: () => phone.isInWindow,
      chosen: () => card()?.auto_lock_minutes,
      lock: () => phone.lock(),
    });
  }

  /** @param {string} pin */
  async choosePin(pin) {
    const { unlocking } = this;
    return this.took(await (unlocking.rescued ? unlocking.changePin(pin) : unlocking.choosePin(pin)));
  }

  /** @param {Person} person @param {string} pin */
  async openWithPin(person, pin) {
    return this.took(await this.unlocking.openWithPin(person, pin));
  }

  /** @param {Person} person @param {string} code */
  async openWithCode(person, code) {
    return this.took(await this.unlocking.openWithCode(person, code));
  }

  /** @template T @param {Opened | T} outcome */
  async took(outcome) {
    if (!isOpened(outcome) || this.phone.opened !== outcome) return outcome;
    const { auto, around } = this.phone;
    auto?.touched();
    around.learn({ unlocked: outcome.person });
    await this.phone.tell();
    await around.opened();
    return outcome;
  }

  /** Lets go of whoever may open it no more. @param {Person[]} people @param {import("../outbox/send.js").Contact} contact */
  async heeds(people, contact) {
    const { phone } = this;
    const left = await this.store.keepOnly(people, contact);
    if (phone.opened && !left.includes(phone.opened.person.unlock)) phone.lock();
    await phone.tell();
  }

  lock() {
    this.phone.lock();
  }

  /** Twelve hours more, without asking anybody. @param {string} trip */
  async runLate(trip) {
    await this.store.runLate(trip);
    // What opens it without the school stays as long.
    await this.store.keepSharesUntil((await this.phone.window())?.closes ?? 0);
    await this.phone.lookAtTheClock();
  }
}

/** @param {unknown} outcome @returns {outcome is Opened} */
const isOpened = outcome => typeof outcome === "object" && outcome !== null && "open" in outcome;
