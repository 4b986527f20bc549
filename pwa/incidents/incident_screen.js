// The incident form: never gated, never blocked by a missing fact, and kept on every change.
import { html, nothing } from "lit-html";
import { writingPart } from "../accounts/author_part.js";
import { DraftScreen } from "../outbox/draft_screen.js";
import { notSavedPart, TOO_LONG } from "../policy/not_saved_part.js";
import { guidanceFor } from "./incident_guidance.js";
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
import { FORM, severityOf, topicOf } from "./incident_rules.js";

/** @typedef {import("./incident_rules.js").Fields} Fields */
/** @typedef {{card: import("./incident_parts.js").Card, author: {id: string, name: string} | null, isReady: boolean, hasStorageTrouble: boolean} & import("../outbox/draft_screen.js").Known} Known */

const NO_PASTING = "Nothing can be pasted here. Write what you were told.";

/** The form and the one draft it holds. */
export class IncidentScreen extends DraftScreen {
  title = "Report an incident";

  /** No picture, and no words about one, come from elsewhere into the report of a nude image (R69). @param {Event} event */
  refuse = event => {
    if (this.draft.fields.category !== "nude_image") return;
    event.preventDefault();
    this.show({ problem: NO_PASTING });
  };

  /** Looking for it comes with the rest; the button does not. */
  find = () => this.around.rest().then(({ findFor }) => findFor(this));

  /** @param {import("../outbox/draft_screen.js").Around} around */
  constructor(around) {
    super(around, FORM, "what_happened");
  }

  /** @param {Known} known */
  view(known) {
    /** @type {{fields: Fields}} */
    const { fields } = this.draft;
    const change = (/** @type {Partial<Fields>} */ part) => this.change(part);
    // What was typed while it saves would be in no report.
    return html`<form class="stack" data-kept=${this.looks.keeping} novalidate ?inert=${this.looks.isFiling} @paste=${this.refuse} @drop=${this.refuse} @submit=${(/** @type {Event} */ event) => this.file(event)}>
      ${writingPart(known.author, this.draft.actor, () => this.takeOn())}
      ${this.part("elsewhere", known)}
      <div class="form-columns">
        <div class="stack">
          ${categoryPart(fields, change, this.looks.isFolded, () => this.show({ isFolded: true }))}
          ${this.part("about", known)}
          <p class="hidden-words" role="status">${guidanceFor(topicOf(fields), severityOf(fields))?.title}</p>
          ${guidancePart(fields, known.card)}
          ${this.part("protocol", known)}
          ${whatHappenedPart(fields, change, this.looks.notSaved === "too_long" ? TOO_LONG : this.looks.problem)}
          ${severityPart(fields, change)}
          ${whenPart(fields, change)}
          ${this.part("times", known)}
        </div>
        <div class="stack">
          ${this.part("details", known)}
          ${wherePart(fields, change, this.looks.finding, this.find)}
          ${peoplePart(fields, change)}
          ${this.part("discard", known)}
        </div>
      </div>
      ${this.looks.notSaved ? notSavedPart(this.looks.notSaved, known.card) : nothing}
      ${this.saveBar(missingPart(fields))}
    </form>`;
  }

  /** @param {import("../outbox/draft_store.js").Kept} kept */
  async reopen(kept) {
    await super.reopen(kept);
    this.show({ isFolded: this.draft.fields.category !== null });
  }

  /** @param {Partial<Fields>} part */
  change(part) {
    super.change(part);
    this.show({ problem: "" });
    // What to do first must not wait below the screen's edge.
    if (part.category || part.about) document.getElementById("first")?.scrollIntoView({ block: "nearest" });
  }
}
