// The incident form: never gated, never blocked by a missing fact, and kept on every change.
import { html, nothing } from "lit-html";
import { writingPart } from "../accounts/author_part.js";
import { NotSavedError } from "../outbox/file_record.js";
import { inWords } from "../foundation/times.js";
import { DraftKeeper } from "./draft_keeper.js";
import {
  categoryPart,
  guidancePart,
  missingPart,
  peoplePart,
  severityPart,
  whatHappenedPart,
  whenPart,
  wherePart,
} from "./incident_parts.js";
import { installLine } from "../phones/install_line.js";
import { absentPart } from "./absent_part.js";
import { guidanceFor } from "./incident_guidance.js";
import { mayContinue } from "./draft_rules.js";
import { isTouched, severityOf, untouched } from "./incident_rules.js";
import { notSavedPart, TOO_LONG } from "./not_saved_part.js";
import { whereWeAre } from "./position.js";

/** @typedef {import("./drafts.js").Draft} Draft */
/** @typedef {import("./draft_store.js").Kept} Kept */
/** @typedef {import("./incident_rules.js").Fields} Fields */
/**
 * What the form needs from the app.
 * @typedef {object} Around
 * @property {import("./drafts.js").Drafts} drafts
 * @property {() => Omit<Draft, "fields">} begin a draft's id, time, trip, author and writer, fixed when writing starts
 * @property {() => import("./drafts.js").Writer | null} writer who has the phone open
 * @property {(id: string) => boolean} isFiled whether this phone has saved a report under this id
 * @property {(draft: Draft) => Promise<string>} file answers the id filed under; throws NotSavedError
 * @property {(typed?: string) => import("../accounts/author_store.js").Actor} actor who uses the phone now, or writes on their unlock
 * @property {() => void} repaint
 * @property {(hash: string, isReplaced?: boolean) => void} go
 */
/** @typedef {{card: import("./incident_parts.js").Card, drafts: Kept[], unlocked: {unlock: string} | null, now: number, author: {id: string, name: string} | null, isReady: boolean, hasStorageTrouble: boolean} & Parameters<typeof installLine>[0]} Known */

const TAKING_AWAY_MS = 1000;

/** The form and the one draft it holds. */
export class IncidentScreen {
  title = "Report an incident";

  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    this.keeper = new DraftKeeper(around.drafts, isKept => this.show({ isKept, keeping: isKept ? "yes" : "no" }));
    this.draft = this.blank();
    this.asked = "";
    this.looks = fresh();
    /** @type {{id: string, fields: Fields} | null} */
    this.lastFiled = null;
  }

  /** Opens a draft kept on this phone, or a new form. @param {string} id @param {Known} known */
  enter(id, { drafts }) {
    this.asked = id;
    if (id && id === this.draft.id) return;
    this.draft = this.blank();
    this.looks = fresh();
    const kept = drafts.find(draft => draft.id === id);
    if (kept) this.reopen(kept);
  }

  /** @param {Kept} kept */
  async reopen(kept) {
    this.show({ isOpening: true });
    const draft = await this.around.drafts.open(kept);
    // Somebody has gone elsewhere, or has begun to write: what is kept stays kept.
    if (this.asked !== kept.id || this.isInUse()) return;
    if (draft) this.draft = draft;
    this.show({ isOpening: false, keeping: draft ? "yes" : "" });
  }

  /** Whether a reload would interrupt somebody. */
  isInUse() {
    return isTouched(this.draft.fields);
  }

  /** Whether what is on the form can be opened again after a reload. */
  canReopen() {
    return this.draft.writer !== null;
  }

  /** The id of what is on the form; nothing is "". */
  held() {
    return this.isInUse() ? this.draft.id : "";
  }

  /** @param {Known} known */
  view(known) {
    const { fields } = this.draft;
    const change = (/** @type {Partial<Fields>} */ part) => this.change(part);
    // What was typed while it saves would be in no report.
    return html`<form class="stack" data-kept=${this.looks.keeping} novalidate ?inert=${this.looks.isFiling} @submit=${(/** @type {Event} */ event) => this.file(event)}>
      ${writingPart(known.author, this.draft.actor, { takeOn: () => this.takeOn(), writeAs: name => this.writeAs(name) })}
      ${installLine(known)}
      ${this.asked && this.asked !== this.draft.id ? absentPart(this.around.isFiled(this.asked), this.asked, this.looks.isOpening, known) : nothing}
      ${this.otherDrafts(known)}
      <div class="form-columns">
        <div class="stack">
          ${categoryPart(fields, change)}
          <p class="hidden-words" role="status">${guidanceFor(fields.category, severityOf(fields))?.title}</p>
          ${guidancePart(fields, known.card)}
          ${whatHappenedPart(fields, change, this.looks.notSaved === "too_long" ? TOO_LONG : undefined)}
          ${severityPart(fields, change)}
          ${whenPart(fields, change)}
        </div>
        <div class="stack">
          ${wherePart(fields, change, { words: this.looks.finding, find: () => this.findPosition() })}
          ${peoplePart(fields, change)}
          ${this.discardPart()}
        </div>
      </div>
      ${this.looks.notSaved ? notSavedPart(this.looks.notSaved, known.card) : nothing}
      <div class="save-bar stack-tight">
        ${this.looks.isKept || this.looks.notSaved === "refused" ? nothing : html`<p class="problem" role="alert">This phone cannot keep the unfinished report. Save it before you leave this screen.</p>`}
        ${missingPart(fields)}
        <button class="button wide" ?disabled=${this.looks.isFiling}>${this.looks.isFiling ? "Saving…" : "Save report"}</button>
      </div>
    </form>`;
  }

  /** @param {Known} known */
  otherDrafts({ drafts, unlocked, now }) {
    const others = drafts.filter(draft => draft.id !== this.draft.id && mayContinue(draft, unlocked, ""));
    if (others.length === 0 || this.isInUse()) return nothing;
    return others.map(
      draft => html`<div class="notice wait row">
        <p class="grow">You have an unfinished report, ${inWords(draft.opened_at, now)}.</p>
        <a class="button second" href="#/report/${draft.id}">Continue it</a>
      </div>`,
    );
  }

  discardPart() {
    if (!this.isInUse()) return nothing;
    if (!this.looks.isDiscarding) {
      return html`<button class="button plain" type="button" id="discard" data-next="keep-it" @click=${() => this.show({ isDiscarding: true })}>Discard this report</button>`;
    }
    return html`<div class="notice bad stack" role="group" aria-label="Discard this report">
      <p>Discard what you have written? It cannot be brought back.</p>
      <div class="row">
        <button class="button danger" type="button" @click=${() => this.discard()}>Yes, discard it</button>
        <button class="button second" type="button" id="keep-it" data-next="discard" @click=${() => this.show({ isDiscarding: false })}>Keep it</button>
      </div>
    </div>`;
  }

  /** @param {Partial<Fields>} part */
  change(part) {
    const isFirst = !this.isInUse();
    // Another tab has saved this report: what is written from now on is one more, and must not go with the first.
    if (this.around.isFiled(this.draft.id)) this.draft.id = this.blank().id;
    this.draft.fields = { ...this.draft.fields, ...part };
    this.save();
    if (isFirst) this.around.go(`#/report/${this.draft.id}`, true);
    this.show({ notSaved: null });
    // What to do first must not wait below the screen's edge.
    if (part.category) document.getElementById("first")?.scrollIntoView({ block: "nearest" });
  }

  /** A report that nobody was signed in for becomes that of who uses the phone now, and says so. */
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
    this.keeper.keep(this.draft);
  }

  /** Saves what is on screen where it is not kept yet, before the phone may stop the app. */
  keep() {
    if (this.isInUse() && !this.looks.isFiling && this.looks.keeping !== "yes") this.save();
  }

  async findPosition() {
    this.show({ finding: "Looking for the position…" });
    const position = await whereWeAre();
    if (position) this.change({ position });
    this.show({ finding: position ? "" : "The phone does not know where it is. Type the place instead." });
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
      this.around.go(`#/filed/${id}`, true);
    } catch (error) {
      if (!(error instanceof NotSavedError)) throw error;
      this.show({ isFiling: false, notSaved: error.reason });
      document.getElementById(error.reason === "too_long" ? "what_happened" : "not-saved")?.focus();
    }
  }

  async discard() {
    await this.takeAway();
    this.empty();
    this.around.go("#/", true);
  }

  /** Takes the draft off the phone. */
  async takeAway() {
    const { id } = this.draft;
    await this.keeper.stop();
    await Promise.allSettled([this.around.drafts.remove(id)]);
  }

  /** Takes what is written off the screen and out of the form; it stays kept as unfinished. */
  putAway() {
    this.keep();
    if (this.isInUse()) this.empty();
  }

  /** Somebody opened the phone: what another was writing is put away for them. @param {string} unlock */
  isTakenBy(unlock) {
    const { writer } = this.draft;
    if (writer && writer.unlock !== unlock) this.putAway();
  }

  /** Leaves an empty form. */
  empty() {
    this.draft = this.blank();
    this.asked = "";
    this.looks = fresh();
  }

  blank() {
    return { ...this.around.begin(), fields: untouched() };
  }

  /** @param {Partial<ReturnType<typeof fresh>>} looks */
  show(looks) {
    this.looks = { ...this.looks, ...looks };
    this.around.repaint();
  }
}

function fresh() {
  const notSaved = /** @type {import("../outbox/file_record.js").NotSavedReason | null} */ (null);
  return { isKept: true, keeping: "", isOpening: false, isFiling: false, isDiscarding: false, finding: "", notSaved };
}
