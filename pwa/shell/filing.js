// Filing from the screens: a report, and the word of whose it was. Each is signed by who has the phone open, where they wrote it.
import { ClaimStore } from "../accounts/claim_store.js";
import { reportOf } from "../incidents/incident_rules.js";
import { utc } from "../foundation/times.js";
import { fileRecord } from "../outbox/file_record.js";

/** @typedef {import("../incidents/drafts.js").Drafts} Drafts */
/** @typedef {import("../incidents/drafts.js").Draft} Draft */
/** @typedef {import("../incidents/draft_store.js").Kept} Kept */
/** @typedef {import("../outbox/outbox_rules.js").Envelope} Envelope */
/**
 * @typedef {object} Around
 * @property {import("../outbox/send.js").Machine & import("../outbox/file_record.js").FilingMachine} machine
 * @property {import("../foundation/local_store.js").LocalStore} local
 * @property {import("./knowledge.js").Knowledge} knowledge
 * @property {import("../phones/phone_lock.js").PhoneLock} lock
 * @property {Drafts} drafts
 * @property {() => import("../accounts/author_store.js").Actor} actor
 * @property {(filed: Envelope) => void} filed
 */

const DEPARTURE = "departure";
const AGREED = "agreed";

/** Files, and asks whoever comes next about what was nobody's. */
export class Filing {
  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    this.claims = new ClaimStore(around.local);
  }

  /** @param {Draft} draft @returns {Promise<string>} the id it was filed under */
  async file(draft) {
    const { actor } = draft;
    const sign = this.around.lock.signerFor(actor.staff ?? actor.unlocked_by);
    const filed = await fileRecord(this.around.machine, this.known(), { ...reportOf(draft), sign });
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

  /** Sends an unfinished report as it stands. @param {Kept} kept */
  async sendUnfinished(kept) {
    await this.minding(async drafts => this.around.filed(await drafts.send(kept)));
  }

  /** @param {Kept} kept */
  async discardUnfinished({ id }) {
    await this.minding(drafts => drafts.remove(id));
  }

  /** Sends what nobody can open any more, now that the school has said who has a PIN here. @param {any} said */
  async sendOrphans({ card, notices }) {
    if (!Array.isArray(card?.people)) return;
    const unlocks = card.people.map((/** @type {{unlock: string}} */ { unlock }) => unlock);
    const isLost = Array.isArray(notices) && notices.includes("phone.lost");
    await this.minding(async drafts => {
      for (const sent of await drafts.sendOrphans(unlocks, isLost)) this.around.filed(sent);
    });
  }

  /** Does something with the drafts, and shows what is left; a storage that fails is said on screen. @param {(drafts: Drafts) => Promise<unknown>} work */
  async minding(work) {
    const { drafts, knowledge } = this.around;
    try {
      await work(drafts);
      knowledge.learn({ drafts: await drafts.all() });
    } catch (error) {
      if (!(error instanceof Error || error instanceof DOMException)) throw error;
      knowledge.learn({ hasStorageTrouble: true });
    }
  }

  /** Says, signed, whose a report is that was saved while locked. @param {import("../accounts/claim_store.js").Claim} claim @param {boolean} isMine */
  async say({ id }, isMine) {
    const { unlocked } = this.around.knowledge.known();
    if (!unlocked) return;
    await this.tell(isMine ? "authorship.confirmed" : "authorship.disowned", null, { record: id });
    await this.claims.said(id, unlocked.staff, isMine);
    await this.readClaims();
  }

  /** Twelve hours more for this phone, and the office is told. @param {import("../phones/unlock_rules.js").Window} window */
  async runLate({ trip }) {
    const { machine, knowledge, lock } = this.around;
    await lock.runLate(trip.id);
    const until = utc(knowledge.known().window?.closes ?? machine.clock());
    await this.tell("trip.delayed", trip.id, { until });
  }

  /** Files what was found before leaving. @param {{kind: string, body: object}} found */
  async check({ kind, body }) {
    const { machine, knowledge, local } = this.around;
    const trip = knowledge.known().window?.trip.id ?? null;
    await this.tell(kind, trip, body);
    const departure = trip === null ? null : { trip, at: machine.clock() };
    knowledge.learn({ departure });
    await Promise.allSettled([local.write(DEPARTURE, departure)]);
  }

  /** Files that whoever has the phone open agrees to this version. @param {number} version */
  async agree(version) {
    const { knowledge, local } = this.around;
    const { unlocked, agreed: before } = knowledge.known();
    if (!unlocked) return;
    await this.tell("agreement.signed", null, { version });
    const agreed = { ...before, [unlocked.staff]: version };
    knowledge.learn({ agreed });
    await Promise.allSettled([local.write(AGREED, agreed)]);
  }

  /** Files something that whoever has the phone open says; answers its id. @param {string} kind @param {string | null} trip @param {object} body */
  async tell(kind, trip, body) {
    const { machine, knowledge, lock, actor, filed } = this.around;
    const sign = lock.signerFor(knowledge.known().unlocked?.staff ?? null);
    const told = { id: machine.newId(), kind, v: 1, trip, actor: actor(), body, sign };
    const kept = await fileRecord(machine, this.known(), told);
    filed(kept);
    return kept.id;
  }

  /** Reads what this phone noted by itself. */
  async readNotes() {
    await this.readClaims();
    const { knowledge, local } = this.around;
    const [departure, agreed] = await Promise.all([local.read(DEPARTURE), local.read(AGREED)]);
    knowledge.learn({ departure: departure ?? null, agreed: agreed ?? {} });
  }

  async readClaims() {
    this.around.knowledge.learn({ claims: await this.claims.all() });
  }

  known() {
    const { phone, keys, offset } = this.around.knowledge.known();
    return { phone: phone?.id ?? null, keys, offset };
  }
}
