// What somebody said to an alert on this phone: filed like a report, signed; and by ids alone what was said, so that it shows at once.
import { bodyOf, KIND, withAnswer } from "./alert_rules.js";

/** @typedef {import("./alert_rules.js").Answer} Answer */
/** @typedef {import("./alert_rules.js").Act} Act */
/** @typedef {(kind: string, trip: string | null, body: object) => Promise<string>} Tell files a record in the name of whoever has the phone open; answers its id */
/** @typedef {Pick<import("../foundation/local_store.js").LocalStore, "read" | "change">} Local */

const NAME = "alert_answers";

/** The answers of one phone. */
export class AlertAnswers {
  /** @param {{local: Local, tell: Tell, clock: () => number}} around */
  constructor({ local, tell, clock }) {
    this.local = local;
    this.tell = tell;
    this.clock = clock;
    /** @type {Answer[]} */
    this.all = [];
  }

  async load() {
    /** @type {Answer[]} */
    const kept = (await this.local.read(NAME)) ?? [];
    // What was said while this was read stands already.
    this.all = [...kept.filter(({ record }) => !this.all.some(one => one.record === record)), ...this.all];
  }

  /** Files it. Throws NotSavedError where the storage refuses it. @param {{id: string, raised_at: string}} alert @param {string} staff @param {Act} act @param {{to?: string, words?: string}} [more] */
  async say({ id, raised_at }, staff, act, more = {}) {
    const at = this.clock();
    const record = await this.tell(KIND, null, bodyOf(id, act, at, more));
    const answer = { alert: id, raised_at, act, to: more.to ?? null, record, staff, at };
    this.all = withAnswer(this.all, answer);
    // Filed is filed: nobody waits for a note that the storage refuses.
    await Promise.allSettled([this.local.change(NAME, all => withAnswer(all ?? [], answer))]);
  }
}
