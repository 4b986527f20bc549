// One form of custody: taking, a search, passing on, giving back, handing to the police. Never gated, kept on every change.
import { html, nothing } from "lit-html";
import { writingPart } from "../accounts/author_part.js";
import { DraftScreen } from "../outbox/draft_screen.js";
import "../outbox/later_words.js";
import { isPin, PIN_DIGITS } from "../phones/pin_rules.js";
import { NOT_KEPT, refusedInWords } from "../phones/unlock_words.js";
import { notSavedPart, TOO_LONG } from "../policy/not_saved_part.js";
import { bagPart, fieldPart, missingPart, signPart } from "./custody_parts.js";
import { askedBy, askedOf, bagFrom, formOf, itemInWords, keptNow, kindIn } from "./custody_rules.js";

/** @typedef {import("./custody_rules.js").Fields} Fields */
/** @typedef {import("./custody_parts.js").Person} Person */
/** @typedef {{card: any, author: {id: string, name: string} | null, people: Person[]} & import("../outbox/draft_screen.js").Known} Known */
/**
 * @typedef {import("../outbox/draft_screen.js").Around & {
 *   notes: import("./custody_store.js").CustodyNotes,
 *   lock: {openWithPin: (person: any, pin: string) => Promise<any>},
 *   knowledge: {known: () => any},
 *   clock: () => number,
 * }} Around
 */

const WITHOUT = "You can clear it and save without.";

/** A form and the one draft it holds. */
export class CustodyFormScreen extends DraftScreen {
  /** @param {Around} around */
  constructor({ notes, lock, knowledge, clock, ...around }) {
    super({ ...around, file: draft => this.kept(draft, around.file) }, formOf("taken"), "why");
    this.notes = notes;
    this.lock = lock;
    this.knowledge = knowledge;
    this.clock = clock;
    /** What the address names beside a draft. @type {Fields} */
    this.named = {};
    this.suggested = "";
    this.signing = unsigned();
  }

  get asks() {
    return askedOf(kindIn(this.draft.fields));
  }

  get title() {
    return this.asks.title;
  }

  /** @param {string} param what is asked for, or a draft @param {Pick<Known, "drafts">} known */
  enter(param, known) {
    if (param && param === this.draft.id) return;
    const asked = askedBy(param);
    this.named = this.isForTheChair(asked?.named.incident) ? {} : (asked?.named ?? {});
    this.form = formOf(asked?.word ?? "taken");
    this.signing = unsigned();
    this.suggested = bagFrom(crypto.getRandomValues(new Uint8Array(4)));
    this.notes.read();
    super.enter(asked ? "" : param, known);
    this.seeksLongest();
  }

  /** A report on the chain apart is named by nothing that others read. @param {unknown} report */
  isForTheChair(report) {
    return this.knowledge
      .known()
      .items.some(
        (/** @type {import("../outbox/outbox_rules.js").Envelope} */ item) => item.id === report && item.isApart,
      );
  }

  /** A draft says which form it is of. @param {import("../outbox/draft_store.js").Kept} kept */
  async reopen(kept) {
    await super.reopen(kept);
    if (this.draft.id !== kept.id) return;
    this.form = formOf(String(this.draft.fields.form));
    this.draft.form = this.form;
    this.seeksLongest();
  }

  /** The field to shorten when all of it is too long. */
  seeksLongest() {
    this.longest = this.asks.fields.find(({ is }) => is === "lines")?.name ?? "signed";
  }

  /** @param {Known} known */
  view(known) {
    const { fields } = this.draft;
    const change = (/** @type {Fields} */ part) => this.change(part);
    const { fields: asked, first, receiver = "" } = this.asks;
    const half = Math.ceil(asked.length / 2);
    const part = (/** @type {import("./custody_rules.js").Field} */ field) => html`
      ${fieldPart(this.worded(field), fields, change, { now: known.now, card: known.card, trip: this.draft.trip })}
      ${field.name === "bag" && !fields.bag ? bagPart(this.suggested, change) : nothing}`;
    return html`<form class="stack" data-kept=${this.looks.keeping} novalidate ?inert=${this.looks.isFiling || this.signing.isAsking} @submit=${(/** @type {Event} */ event) => this.file(event)}>
      ${this.itemPart(known)}
      ${first ? html`<p class="notice guide">${first}</p>` : nothing}
      ${writingPart(known.author, this.draft.actor, () => this.takeOn(), this.thing.short)}
      ${this.part("elsewhere", known)}
      <div class="form-columns">
        <div class="stack">${asked.slice(0, half).map(part)}</div>
        <div class="stack">
          ${asked.slice(half).map(part)}
          ${signPart({ fields, signing: this.signing, people: known.people, unlocked: /** @type {Person | null} */ (known.unlocked), receiver }, { change, show: signing => this.sign(signing) })}
          ${this.part("discard", known)}
        </div>
      </div>
      ${this.looks.notSaved ? notSavedPart(this.looks.notSaved, known.card) : nothing}
      ${this.saveBar(missingPart(fields))}
    </form>`;
  }

  /** A field with what is wrong with it. @param {import("./custody_rules.js").Field} field */
  worded(field) {
    return this.looks.notSaved === "too_long" && field.name === this.longest ? { ...field, hint: TOO_LONG } : field;
  }

  /** Which item it is about, by its bag alone. @param {Known} known */
  itemPart(known) {
    const item = this.draft.fields.item ?? this.named.item;
    if (!item) return nothing;
    const found = keptNow(this.notes.notes, known.card?.items).find(({ id }) => id === item);
    const words = found ? itemInWords(found) : "An item that this phone does not know";
    return html`<p class="card"><strong>${words}</strong></p>`;
  }

  /** What is changed after a PIN was given for it was not signed with that. @param {Fields} part */
  change(part) {
    super.change({ ...this.named, signed_with: null, ...part });
  }

  /** @param {Partial<import("./custody_parts.js").Signing>} part */
  sign(part) {
    this.signing = { ...this.signing, ...part };
    this.around.repaint();
  }

  /** A PIN that was given is tried first; without one it is saved at once. @param {Event} event */
  async file(event) {
    event.preventDefault();
    if (this.looks.isFiling || this.signing.isAsking || !(await this.isProved())) return;
    await super.file(event);
  }

  /** Whether nothing is wrong with what was given to sign; the phone is open for whoever gave their PIN. */
  async isProved() {
    const { pin, who } = this.signing;
    if (!pin) return true;
    const { people, unlocked } = this.knowledge.known();
    const person = unlocked ?? people.find((/** @type {Person} */ { unlock }) => unlock === who);
    if (!isPin(pin)) return this.refuse(`A PIN has ${PIN_DIGITS} figures.`);
    this.sign({ isAsking: true, problem: "" });
    const asked = this.signing;
    try {
      const outcome = await this.lock.openWithPin(person, pin);
      // The form was put away, or another opened, while the school was asked: nothing on it was signed.
      if (this.signing !== asked) return false;
      if ("refused" in outcome) return this.refuse(refusedInWords(outcome));
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return this.signing === asked && this.refuse(NOT_KEPT);
    }
    this.isSignedBy(person.staff);
    this.sign(unsigned());
    return true;
  }

  /** What nobody was signed in for is theirs now. @param {string} staff */
  isSignedBy(staff) {
    const { actor } = this.draft;
    if (!actor.staff && !actor.typed_name) {
      this.draft.actor = this.around.actor();
      this.draft.writer = this.around.writer();
    }
    const by = this.draft.actor.staff ?? this.draft.actor.unlocked_by;
    if (by === staff) this.draft.fields = { ...this.draft.fields, signed_with: "pin" };
  }

  /** @param {string} problem @returns {false} */
  refuse(problem) {
    this.sign({ pin: "", problem: `${problem} ${WITHOUT}`, isAsking: false });
    document.getElementById("sign_pin")?.focus();
    return false;
  }

  /** Whoever opens the phone by signing here stays on their form. @param {string} unlock */
  isTakenBy(unlock) {
    const { isAsking, who } = this.signing;
    if (!isAsking || who !== unlock) super.isTakenBy(unlock);
  }

  /** Files it, and notes what may lie in clear. @param {import("../outbox/drafts.js").Draft} draft @param {(draft: import("../outbox/drafts.js").Draft) => Promise<string>} file */
  async kept(draft, file) {
    // An untouched form has what its address named all the same.
    const named = { ...draft, fields: { ...draft.fields, ...this.named } };
    const id = await file(named);
    this.notes.add({ id, fields: named.fields, now: this.clock() });
    return id;
  }

  empty() {
    super.empty();
    this.signing = unsigned();
  }
}

const unsigned = () => ({ pin: "", who: "", problem: "", isAsking: false });
