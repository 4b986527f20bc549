// Keeps the phone in contact with the school while the app is open: at once when asked, otherwise by the pauses
// of `sending_rules.js`.
import { send } from "./send.js";
import { pauseBefore } from "./sending_rules.js";

/** @typedef {import("./send.js").Machine} Machine */
/** @typedef {import("./send.js").Contact} Contact */
/**
 * @typedef {object} Surroundings
 * @property {() => import("./manifest.js").PhoneFacts} facts
 * @property {() => boolean} isVisible
 * @property {() => boolean} isWanted whether there is anything to ask the school
 * @property {(contact: Contact) => Promise<unknown>} answered hears what the school said, before anything is sent
 * @property {(contact: Contact | null) => Promise<void>} told hears of each contact; null when another tab was at it
 * @property {(error: unknown) => void} stumbled hears that the phone's own storage failed
 * @property {(work: () => void, ms: number) => number} later
 * @property {(timer: number) => void} never cancels what was put off
 */

const STUMBLE_MS = 15_000;
const STINT_MS = 30_000;
/** @type {Contact} */
const STUMBLED = { asked_at: 0, said_at: 0, at: 0, trouble: "storage", said: null, retry_after_seconds: null };

/** One page's sending. */
export class Sending {
  /** @param {Machine} machine @param {Surroundings} around */
  constructor(machine, around) {
    this.machine = machine;
    this.around = around;
    this.failures = 0;
    /** @type {number | null} */
    this.timer = null;
    /** @type {Promise<Contact | null> | null} */
    this.running = null;
    /** @type {(() => unknown) | null} */
    this.askedAgain = null;
  }

  /** Tries now. Filing while a contact runs is not forgotten: another follows it. @param {boolean} [everything] */
  now(everything = false) {
    if (!everything && !this.around.isWanted()) return Promise.resolve(null);
    if (this.running) this.askedAgain = () => this.now(everything);
    this.running ??= this.contact(everything).finally(() => this.after());
    return this.running;
  }

  /** Something has changed for the better (a signal, a person looking): try quickly again. */
  hope() {
    this.failures = 0;
    return this.now();
  }

  /** @param {boolean} everything @returns {Promise<Contact | null>} */
  async contact(everything) {
    if (this.timer !== null) this.around.never(this.timer);
    this.timer = null;
    try {
      const { facts, answered } = this.around;
      const contact = await send(this.machine, facts(), everything, { answered, stint_ms: STINT_MS });
      this.failures = contact?.trouble ? this.failures + 1 : 0;
      await this.around.told(contact);
      this.plan(await this.pause(contact));
      return contact;
    } catch (error) {
      // The phone's own storage failed. It is said on screen, and sending goes on as soon as storage does.
      this.plan(STUMBLE_MS);
      this.around.stumbled(error);
      return STUMBLED;
    }
  }

  /** @param {Contact | null} contact */
  async pause(contact) {
    const { store, clock, random } = this.machine;
    return pauseBefore({ items: await store.all(), contact, failures: this.failures, now: clock(), random: random() });
  }

  /** @param {number} pause in ms */
  plan(pause) {
    if (this.around.isVisible()) this.timer = this.around.later(() => this.now(), pause);
  }

  after() {
    this.running = null;
    const again = this.askedAgain;
    this.askedAgain = null;
    again?.();
  }
}
