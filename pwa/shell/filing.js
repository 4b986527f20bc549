// Filing from the screens: what was written on a form, and the word of whose it was. Each is signed by who has the phone open, where they wrote it.
import { ClaimStore } from "../accounts/claim_store.js";
import { recordOf } from "../outbox/draft_rules.js";
import { fileRecord } from "../outbox/file_record.js";

/** @typedef {import("../outbox/drafts.js").Drafts} Drafts */
/** @typedef {import("../outbox/drafts.js").Draft} Draft */
/** @typedef {import("../outbox/outbox_rules.js").Envelope} Envelope */
/**
 * @typedef {object} Around
 * @property {import("../outbox/send.js").Machine & import("../outbox/file_record.js").FilingMachine} machine
 * @property {import("../foundation/local_store.js").LocalStore} local
 * @property {import("./knowledge.js").Knowledge} knowledge
 * @property {import("../phones/phone_lock.js").PhoneLock} lock
 * @property {Drafts} drafts
 * @property {() => import("../accounts/author_store.js").Actor} actor
 * @property {(filed: Envelope, draft?: Draft) => void} filed
 */

export const DEPARTURE = "departure";
export const AGREED = "agreed";

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
    const known = this.known();
    const record = recordOf(draft, known);
    const filed = await fileRecord(this.around.machine, known, { ...record, sign });
    this.around.filed(filed, draft);
    // Nobody who comes next, whoever that is, is asked about what is for the chair alone.
    const isNobodys = !actor.staff && !actor.typed_name && !record.isApart;
    // Saved is saved: nobody waits for a storage that may hang.
    if (isNobodys) this.willAsk(filed, draft.form.name);
    return filed.id;
  }

  /** Whoever comes next is asked whether it was theirs. @param {Envelope} filed @param {Draft["form"]["name"]} form */
  async willAsk({ id, filed_at }, form) {
    await Promise.allSettled([this.claims.add(id, filed_at, form).then(() => this.readClaims())]);
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
