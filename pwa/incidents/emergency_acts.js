// What a tap does in an emergency: it is filed at once, and what is shown of it is kept on the phone. Ids, codes and times
// alone lie here in clear; words go straight into a record.
import { fileTogether } from "../outbox/file_together.js";
import { boundSigner } from "../phones/bound_signer.js";
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
 * @property {{around: {lock: import("../phones/bound_signer.js").Lock, actor: () => import("../accounts/author_store.js").Actor, filed: (filed: Envelope) => void}, known: () => import("../outbox/file_record.js").Known, willAsk: (filed: Envelope, form: "report") => Promise<void>}} filing
 * @property {import("../outbox/file_record.js").FilingMachine} machine
 * @property {Pick<import("../foundation/local_store.js").LocalStore, "write">} local
 * @property {{known: () => any, learn: (news: any) => void}} knowledge
 * @property {() => string | null} trip today's
 * @property {(incident: string) => void} [reported] its report was filed, to which more can be added
 */

/** Whoever tapped, and their signature. @typedef {{actor: import("../accounts/author_store.js").Actor, sign: import("../outbox/file_record.js").Sign | null}} By */

const REPORT = "incident.reported";
const STEP = "step.taken";
const FOLLOW_UP = "incident.followed_up";
// In `local`; read with all else that is kept (shell/what_is_kept.js).
const KEPT = "emergency";
// A storage that hangs holds no record back for longer.
const KEEPING_MS = 1000;

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
    const by = this.by();
    return this.next(() => this.taken({ ...done, at, id: this.around.machine.newId() }, by, found, place));
  }

  /** Whoever has the phone now: somebody else may have it when the tap's turn comes. @returns {By} */
  by() {
    const { filing, knowledge } = this.around;
    const { lock, actor } = filing.around;
    return { actor: actor(), sign: boundSigner(lock, knowledge.known().unlocked?.staff ?? null) };
  }

  /** @param {import("./emergency_rules.js").Step} step @param {By} by @param {import("./emergency_rules.js").Found | null} found @param {string} place */
  async taken(step, by, found, place) {
    const { machine, knowledge, trip } = this.around;
    const running = ofTap(knowledge.known(), step.step);
    if (isSameTap(this.tapped, step)) return;
    const emergency = running ?? begun(machine.newId(), trip(), step.at);
    const report = { id: emergency.incident, kind: REPORT, body: reportBody(emergency, found, place) };
    const taken = { id: step.id, kind: STEP, body: stepBody(emergency, step) };
    const filed = await this.file(emergency, running ? [taken] : [report, taken], step.at, by);
    this.tapped = step;
    await this.keepThenTell(withStep(emergency, step), filed);
    const [first] = filed;
    if (running || !first) return;
    this.around.reported?.(emergency.incident);
    this.askWhose(first, by);
  }

  /** Where the phone is goes into an emergency that runs; into one still to begin, with its report. Throws NotSavedError. @param {number} at when it was found @param {string} words */
  locate(at, words) {
    const by = this.by();
    return this.next(async () => {
      const { machine, knowledge } = this.around;
      const emergency = running(knowledge.known());
      if (!emergency) return;
      const found = { id: machine.newId(), step: FOUND, at };
      const record = { id: found.id, kind: STEP, body: stepBody(emergency, found, words) };
      await this.keepThenTell(withStep(emergency, found), await this.file(emergency, [record], machine.clock(), by));
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
    const by = this.by();
    return this.next(async () =>
      this.tell(await this.file(emergency, [{ id: machine.newId(), kind: FOLLOW_UP, body }], now, by)),
    );
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  next(work) {
    const mine = this.last.then(work, work);
    this.last = mine;
    return mine;
  }

  /** @param {Emergency} emergency @param {{id: string, kind: string, body: object}[]} records @param {number} now the tap: a report is of no later moment than its first step @param {By} by */
  file({ trip }, records, now, by) {
    const { filing, machine } = this.around;
    const whole = records.map(record => ({ ...record, ...by, v: 1, trip }));
    return fileTogether(machine, filing.known(), whole, now);
  }

  /** Another tab that is told reads what is kept: told before, it would begin a second emergency. @param {Emergency} emergency @param {Envelope[]} filed */
  async keepThenTell(emergency, filed) {
    const keeping = this.keep(emergency);
    await Promise.race([keeping, new Promise(soon => setTimeout(soon, KEEPING_MS))]);
    this.tell(filed);
    await keeping;
  }

  /** @param {Envelope[]} filed */
  tell(filed) {
    for (const one of filed) this.around.filing.around.filed(one);
  }

  /** Saved is saved: where the phone cannot keep the timeline, it is at least shown. @param {Emergency} emergency */
  async keep(emergency) {
    const { knowledge, local } = this.around;
    // In this order, so that what another tab's news had read before is not learnt after.
    await Promise.allSettled([local.write(KEPT, emergency)]);
    knowledge.learn({ emergency });
  }

  /** Whoever comes next is asked whose it was, as of a report. @param {Envelope} report @param {By} by */
  askWhose(report, { actor: { staff, typed_name } }) {
    const { filing } = this.around;
    if (!staff && !typed_name) filing.willAsk(report, "report");
  }
}
