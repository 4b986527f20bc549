// Filing from the screens: a report, and the word of whose it was. Each is signed by who has the phone open, where they wrote it.
import { ClaimStore } from "../accounts/claim_store.js";
import { bodyOf, KIND, KIND_VERSION } from "../incidents/incident_rules.js";
import { utc } from "../foundation/times.js";
import { fileRecord } from "../outbox/file_record.js";

/** @typedef {import("../incidents/draft_store.js").Draft} Draft */
/** @typedef {import("../outbox/outbox_rules.js").Envelope} Envelope */
/**
 * @typedef {object} Around
 * @property {import("../outbox/send.js").Machine & import("../outbox/file_record.js").FilingMachine} machine
 * @property {import("../foundation/local_store.js").LocalStore} local
 * @property {import("./knowledge.js").Knowledge} knowledge
 * @property {import("../phones/phone_lock.js").PhoneLock} lock
 * @property {() => import("../accounts/author_store.js").Actor} actor
 * @property {(filed: Envelope) => void} filed
 */

/** Files, and asks whoever comes next about what was nobody's. */
export class Filing {
  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    this.claims = new ClaimStore(around.local);
  }

  /** @param {Draft} draft @returns {Promise<string>} the id it was filed under */
  async file({ id, trip, actor, fields, opened_at }) {
    const sign = this.around.lock.signerFor(actor.staff ?? actor.unlocked_by);
    const report = { id, kind: KIND, v: KIND_VERSION, trip, actor, body: bodyOf(fields, opened_at), sign };
    const filed = await fileRecord(this.around.machine, this.known(), report);
    this.around.filed(filed);
    const isNobodys = !actor.staff && !actor.typed_name;
    // Saved is saved: nobody waits for a storage that may hang.
    if (isNobodys) this.willAsk(filed);
    return filed.id;
  }

  /** Whoever comes next is asked whether it was theirs. @param {Envelope} filed */
  async willAsk({ id, filed_at }) {
    await Promise.allSettled([this.claims.add(id, filed_at).then(() => this.readClaims())]);
  }

  /** Says, signed, whose a report is that was saved while locked. @param {import("../accounts/claim_store.js").Claim} claim @param {boolean} isMine */
  async say({ id }, isMine) {
    const { machine, knowledge, lock, actor, filed } = this.around;
    const { unlocked } = knowledge.known();
    if (!unlocked) return;
    const kind = isMine ? "authorship.confirmed" : "authorship.disowned";
    const sign = lock.signerFor(unlocked.staff);
    const said = { id: machine.newId(), kind, v: 1, trip: null, actor: actor(), body: { record: id }, sign };
    filed(await fileRecord(machine, this.known(), said));
    await this.claims.said(id, unlocked.staff, isMine);
    await this.readClaims();
  }

  /** Twelve hours more for this phone, and the office is told. @param {import("../phones/unlock_rules.js").Window} window */
  async runLate({ trip }) {
    const { machine, knowledge, lock, actor, filed } = this.around;
    await lock.runLate(trip.id);
    const { window, unlocked } = knowledge.known();
    const sign = lock.signerFor(unlocked?.staff ?? null);
    const until = utc(window?.closes ?? machine.clock());
    const told = {
      id: machine.newId(),
      kind: "trip.delayed",
      v: 1,
      trip: trip.id,
      actor: actor(),
      body: { until },
      sign,
    };
    filed(await fileRecord(machine, this.known(), told));
  }

  async readClaims() {
    this.around.knowledge.learn({ claims: await this.claims.all() });
  }

  known() {
    const { phone, keys, offset } = this.around.knowledge.known();
    return { phone: phone?.id ?? null, keys, offset };
  }
}
