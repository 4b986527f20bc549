// What a tap does in an emergency: it is filed at once, and what is shown of it is kept on the phone. Ids, codes and times
// alone lie here in clear; words go straight into a record.
import { fileTogether } from "../outbox/file_together.js";
import {
  begun,
  FOUND,
  isSameTap,
  joined,
  ofTap,
  reportBody,
  running,
  stepBody,
  withStep,
  wordsBody,
} from "./emergency_rules.js";

/** @typedef {import("./emergency_rules.js").Emergency} Emergency */
/** @typedef {import("../outbox/outbox_rules.js").Envelope} Envelope */
/**
 * @typedef {object} Around
 * @property {{around: {lock: {signerFor: (staff: string | null) => import("../outbox/file_record.js").Sign | null}, actor: () => import("../accounts/author_store.js").Actor, filed: (filed: Envelope) => void}, known: () => import("../outbox/file_record.js").Known, willAsk: (filed: Envelope, form: "report") => Promise<void>}} filing
 * @property {import("../outbox/file_record.js").FilingMachine} machine
 * @property {Pick<import("../foundation/local_store.js").LocalStore, "write">} local
 * @property {{known: () => any, learn: (news: any) => void}} knowledge
 * @property {() => string | null} trip today's
 * @property {(incident: string) => void} [reported] its report was filed, to which more can be added
 */

const REPORT = "incident.reported";
const STEP = "step.taken";
const FOLLOW_UP = "incident.followed_up";
// In `local`; read with all else that is kept (shell/what_is_kept.js).
const KEPT = "emergency";

/** One at a time, in the order of the taps. */
export class EmergencyActs {
  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    /** @type {Promise<unknown>} */
    this.last = Promise.resolve();
    /** The last tap since the app was opened. @type {import("./emergency_rules.js").Step | null} */
    this.tapped = null;
  }

  /**
   * Something was done now. The first tap begins the emergency: its report goes with it. Throws NotSavedError.
   * @param {{step: string, undoes?: string}} done @param {import("./emergency_rules.js").Found | null} found @param {string} place where they are, as it is read out
   */
  take(done, found, place) {
    const at = this.around.machine.clock();
    return this.next(() => this.taken({ ...done, at, id: this.around.machine.newId() }, found, place));
  }

  /** @param {import("./emergency_rules.js").Step} step @param {import("./emergency_rules.js").Found | null} found @param {string} place */
  async taken(step, found, place) {
    const { machine, knowledge, trip } = this.around;
    const running = ofTap(knowledge.known(), step.step);
    if (isSameTap(this.tapped, step)) return;
    const emergency = running ?? begun(machine.newId(), trip(), step.at);
    const report = { id: emergency.incident, kind: REPORT, body: reportBody(emergency, found, place) };
    const taken = { id: step.id, kind: STEP, body: stepBody(emergency, step) };
    const [first] = await this.file(emergency, running ? [taken] : [report, taken], step.at);
    this.tapped = step;
    await this.keep(withStep(emergency, step));
    if (running || !first) return;
    this.around.reported?.(emergency.incident);
    this.askWhose(first);
  }

  /** Where the phone is goes into an emergency that runs; into one still to begin, with its report. Throws NotSavedError. @param {number} at when it was found @param {string} words */
  locate(at, words) {
    return this.next(async () => {
      const { machine, knowledge } = this.around;
      const emergency = running(knowledge.known());
      if (!emergency) return;
      const found = { id: machine.newId(), step: FOUND, at };
      const record = { id: found.id, kind: STEP, body: stepBody(emergency, found, words) };
      await this.file(emergency, [record], machine.clock());
      await this.keep(withStep(emergency, found));
    });
  }

  /** Takes part in what another phone of the trip began. @param {import("./emergency_rules.js").Heard} heard */
  join(heard) {
    return this.next(() => this.keep(joined(heard)));
  }

  /** Files what was typed. Throws NotSavedError. @param {Emergency} emergency @param {string} words @param {number} [at] when what it tells of was */
  write(emergency, words, at) {
    const { machine } = this.around;
    const now = machine.clock();
    const body = wordsBody(emergency, words, now, at);
    return this.next(() => this.file(emergency, [{ id: machine.newId(), kind: FOLLOW_UP, body }], now));
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  next(work) {
    const mine = this.last.then(work, work);
    this.last = mine;
    return mine;
  }

  /** @param {Emergency} emergency @param {{id: string, kind: string, body: object}[]} records @param {number} now the tap: a report is of no later moment than its first step */
  async file({ trip }, records, now) {
    const { filing, machine, knowledge } = this.around;
    const { lock, actor, filed } = filing.around;
    const sign = lock.signerFor(knowledge.known().unlocked?.staff ?? null);
    const whole = records.map(record => ({ ...record, v: 1, trip, actor: actor(), sign }));
    const kept = await fileTogether(machine, filing.known(), whole, now);
    for (const one of kept) filed(one);
    return kept;
  }

  /** Saved is saved: where the phone cannot keep the timeline, it is at least shown. @param {Emergency} emergency */
  async keep(emergency) {
    const { knowledge, local } = this.around;
    // In this order, so that what another tab's news had read before is not learnt after.
    await Promise.allSettled([local.write(KEPT, emergency)]);
    knowledge.learn({ emergency });
  }

  /** Whoever comes next is asked whose it was, as of a report. @param {Envelope} report */
  askWhose(report) {
    const { filing } = this.around;
    const { staff, typed_name } = filing.around.actor();
    if (!staff && !typed_name) filing.willAsk(report, "report");
  }
}
