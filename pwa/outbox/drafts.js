// Drafts as the app sees them, whichever form they are of: each kept sealed twice, to its writer and to the school; opened for its writer
// alone, sent as it stands when they say so or when nobody can open it any more (ADR 0025).
import { sealedTo } from "../foundation/seal.js";
import { recordOf } from "./draft_rules.js";
import { sealedForSchool } from "./file_record.js";

/** @typedef {import("./draft_store.js").Kept} Kept */
/** @typedef {import("../accounts/author_store.js").Actor} Actor */
/** Whoever had the phone open when writing began, with the public half of their key. @typedef {{unlock: string, key: CryptoKey}} Writer */
/** @typedef {import("./draft_rules.js").Form} Form */
/** @typedef {{form: Form, id: string, opened_at: number, trip: string | null, actor: Actor, writer: Writer | null, fields: any}} Draft */
/**
 * @typedef {object} Around
 * @property {import("./draft_store.js").DraftStore} store
 * @property {import("./file_record.js").FilingMachine} machine
 * @property {() => import("./file_record.js").Known} known
 * @property {import("../phones/phone_lock.js").PhoneLock} lock
 * @property {() => Promise<{openDraft: typeof import("./draft_opening.js").openDraft}>} rest fetches what opens a draft
 */

/** What was begun on this phone and not saved. */
export class Drafts {
  /** @param {Around} around */
  constructor(around) {
    this.around = around;
  }

  /** Keeps a draft, in the place of what was kept of it. @param {Draft} draft */
  async keep(draft) {
    await this.around.store.keep(await this.sealed(draft));
  }

  /** @returns {Promise<Kept[]>} newest first */
  all() {
    return this.around.store.all();
  }

  /** @param {string} id */
  remove(id) {
    return this.around.store.remove(id);
  }

  /** @param {Draft} draft @returns {Promise<Kept>} */
  async sealed(draft) {
    const { form, id, opened_at, trip, actor, writer, fields } = draft;
    const { lock, machine } = this.around;
    const known = this.around.known();
    const record = { ...recordOf(draft, known), sign: lock.signerFor(actor.staff ?? actor.unlocked_by) };
    const [school, own] = await Promise.all([
      sealedForSchool("draft", known, record, machine.clock()),
      writer ? sealedTo(writer.key, ownSeal(form, id), JSON.stringify({ actor, fields })) : null,
    ]);
    const kept = { id, form: form.name, opened_at, trip, school };
    return { ...kept, writer: writer?.unlock ?? null, own: own ? own.buffer : null };
  }

  /** What was kept, to go on with; null while its writer does not have the phone open. @param {Kept} kept @param {Form} form its own @returns {Promise<Draft | null>} */
  async open(kept, form) {
    const { openDraft } = await this.around.rest();
    return openDraft(this.around.lock, kept, form);
  }

  /** Removes those that were filed before the phone could take them away. @param {Set<string>} filed ids */
  removeFiled(filed) {
    return this.around.store.removeFiled(filed);
  }

  /** Seals what an earlier version kept in clear. Nobody is known to have written it, so nobody can open it again. @param {Form} form what it was of */
  async sealOld(form) {
    for (const old of await this.around.store.inClear()) await this.keep({ ...old, form, writer: null });
  }
}

/** What a writer's own copy is bound to: to its form as well, so that an older page in another tab cannot open it as a report. @param {Form} form @param {string} id */
export const ownSeal = ({ name }, id) => ({ type: "draft", id: name === "report" ? id : `${name}|${id}` });
