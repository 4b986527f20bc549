// What every form does that is kept while it is written: one draft, kept on each change, opened again, saved, discarded.
// Nothing here is of one form alone; `incident_screen.js` and `use_screen.js` draw theirs.
import { html, nothing } from "lit-html";
import { DraftKeeper } from "./draft_keeper.js";
import { isTouched } from "./draft_rules.js";
import { thingOf } from "./draft_words.js";
import { NotSavedError } from "./file_record.js";

/** @typedef {import("./drafts.js").Draft} Draft */
/** @typedef {import("./draft_store.js").Kept} Kept */
/**
 * What a form needs from the app.
 * @typedef {object} Around
 * @property {import("./drafts.js").Drafts} drafts
 * @property {() => Omit<Draft, "form" | "fields">} begin a draft's id, time, trip, author and writer, fixed when writing starts
 * @property {() => import("./drafts.js").Writer | null} writer who has the phone open
 * @property {(id: string) => boolean} isFiled whether this phone has saved something under this id
 * @property {(draft: Draft) => Promise<string>} file answers the id filed under; throws NotSavedError
 * @property {(typed?: string) => import("../accounts/author_store.js").Actor} actor who uses the phone now, or writes on their unlock
 * @property {() => Promise<any>} rest what no report waits for
 * @property {(known: any) => unknown} laterPart one of its parts that come with the rest
 * @property {() => void} repaint
 * @property {(hash: string, isReplaced?: boolean) => void} go
 */
/** @typedef {{drafts: Kept[], unlocked: {unlock: string} | null, now: number}} Known */

const TAKING_AWAY_MS = 1000;

/** A form and the one draft it holds. */
export class DraftScreen {
  /** @param {Around} around @param {import("./draft_rules.js").Form} form @param {string} longest the field to shorten when all of it is too long */
  constructor(around, form, longest) {
    this.around = around;
    this.form = form;
    this.longest = longest;
    this.thing = thingOf(form.name);
    this.keeper = new DraftKeeper(around.drafts, isKept => this.show({ isKept, keeping: isKept ? "yes" : "no" }));
    this.draft = this.blank();
    this.asked = "";
    this.looks = fresh();
    /** @type {{id: string, fields: any} | null} */
    this.lastFiled = null;
  }

  /** Opens a draft kept on this phone, or a new form. @param {string} id @param {Pick<Known, "drafts">} known */
  enter(id, { drafts }) {
    this.asked = id;
    if (id && id === this.draft.id) return;
    this.draft = this.blank();
    this.looks = fresh();
    const kept = drafts.find(draft => draft.id === id && draft.form === this.form.name);
    if (kept) this.reopen(kept);
  }

  /** @param {Kept} kept */
  async reopen(kept) {
    this.show({ isOpening: true });
    const draft = await this.around.drafts.open(kept, this.form);
    // Somebody has gone elsewhere, or has begun to write: what is kept stays kept.
    if (this.asked !== kept.id || this.isInUse()) return;
    // Or the phone was locked meanwhile.
    const isOpen = draft && this.around.writer()?.unlock === kept.writer;
    if (isOpen) this.draft = draft;
    this.show({ isOpening: false, keeping: isOpen ? "yes" : "" });
  }

  /** Whether a reload would interrupt somebody. */
  isInUse() {
    return isTouched(this.draft);
  }

  /** Whether what is on the form can be opened again after a reload. */
  canReopen() {
    return this.draft.writer !== null;
  }

  /** The id of what is on the form; nothing is "". */
  held() {
    return this.isInUse() ? this.draft.id : "";
  }

  /** One of its parts that come with the rest (`form_parts.js`). @param {string} part @param {Known} known */
  part(part, known) {
    return this.around.laterPart({ ...known, screen: this, part });
  }

  /** The bar by the thumb that saves. @param {unknown} missing what is not filled in yet */
  saveBar(missing) {
    const { isKept, notSaved, isFiling } = this.looks;
    const { short } = this.thing;
    return html`<div class="save-bar stack-tight">
      ${isKept || notSaved === "refused" ? nothing : html`<p class="problem" role="alert">This phone cannot keep the unfinished ${short}. Save it before you leave this screen.</p>`}
      ${missing}
      <button class="button wide" ?disabled=${isFiling}>${isFiling ? "Saving…" : `Save ${short}`}</button>
    </div>`;
  }

  /** @param {any} part of the fields */
  change(part) {
    const isFirst = !this.isInUse();
    // Another tab has saved this one: what is written from now on is one more, and must not go with the first.
    if (this.around.isFiled(this.draft.id)) this.draft.id = this.blank().id;
    this.draft.fields = { ...this.draft.fields, ...part };
    this.save();
    if (isFirst) this.around.go(`#/${this.form.name}/${this.draft.id}`, true);
    this.show({ notSaved: null });
  }

  /** What nobody was signed in for becomes that of who uses the phone now, and says so. */
  takeOn() {
    this.draft.actor = this.around.actor();
    this.draft.writer = this.around.writer();
    if (this.isInUse()) this.save();
    this.around.repaint();
  }

  /** Somebody writes on the unlock of who has the phone open. @param {string} name */
  writeAs(name) {
    this.draft.actor = this.around.actor(name);
    if (this.isInUse()) this.save();
    this.around.repaint();
  }

  /** Keeps what is on the form, as soon as it can. */
  save() {
    this.looks.keeping = "not yet";
    return this.keeper.keep(this.draft);
  }

  /** Saves what is on screen where it is not kept yet, before the phone may stop the app. */
  keep() {
    return this.isInUse() && !this.looks.isFiling && this.looks.keeping !== "yes" && this.save();
  }

  /** @param {Event} event */
  async file(event) {
    event.preventDefault();
    if (this.looks.isFiling) return;
    this.show({ isFiling: true, notSaved: null });
    try {
      const id = await this.around.file(this.draft);
      this.lastFiled = { id, fields: this.draft.fields };
      // That it is saved is said at once, also where the drafts' own storage hangs.
      await Promise.race([this.takeAway(), new Promise(soon => setTimeout(soon, TAKING_AWAY_MS))]);
      this.empty();
      this.around.go(`#/${this.form.saved}/${id}`, true);
    } catch (error) {
      if (!(error instanceof NotSavedError)) throw error;
      this.show({ isFiling: false, notSaved: error.reason });
      document.getElementById(error.reason === "too_long" ? this.longest : "not-saved")?.focus();
    }
  }

  /** Takes the draft off the phone. */
  async takeAway() {
    const { id } = this.draft;
    await this.keeper.stop(id);
    await Promise.allSettled([this.around.drafts.remove(id)]);
  }

  /** Takes what is written off the screen and out of the form; it stays kept as unfinished. */
  putAway() {
    this.lastFiled = null;
    this.keep();
    this.empty();
  }

  /** Somebody opened the phone: what another was writing is put away for them. @param {string} unlock */
  isTakenBy(unlock) {
    this.lastFiled = null;
    const { writer, actor } = this.draft;
    const { staff } = this.around.actor();
    const by = actor.staff ?? actor.unlocked_by;
    // Begun on a password alone, nobody can open it again: where this phone cannot keep it either, it stays.
    if (writer ? writer.unlock !== unlock : by && staff && by !== staff && this.looks.isKept) this.putAway();
  }

  /** Leaves an empty form. */
  empty() {
    this.draft = this.blank();
    this.asked = "";
    this.looks = fresh();
  }

  /** @returns {Draft} */
  blank() {
    return { ...this.around.begin(), form: this.form, fields: this.form.untouched() };
  }

  /** @param {Partial<ReturnType<typeof fresh>>} looks */
  show(looks) {
    this.looks = { ...this.looks, ...looks };
    this.around.repaint();
  }
}

function fresh() {
  const notSaved = /** @type {import("./file_record.js").NotSavedReason | null} */ (null);
  return {
    isKept: true,
    keeping: "",
    isOpening: false,
    isFiling: false,
    isDiscarding: false,
    isFolded: false,
    finding: "",
    problem: "",
    notSaved,
  };
}
