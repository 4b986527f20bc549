// "Add to this report": the form of a follow-up. It knows which report, by its id and time, and nothing of what that says.
import { html, nothing } from "lit-html";
import { writingPart } from "../accounts/author_part.js";
import { chips, textArea, textField } from "../foundation/fields.js";
import { DraftScreen } from "../outbox/draft_screen.js";
import "../outbox/later_words.js";
import { notSavedPart, TOO_LONG } from "../policy/not_saved_part.js";
import { timeDoubtPart } from "../trips/time_doubt_part.js";
import { FORM, HOWS, isWritten, missingFacts, reportInWords, RISK, TOLD, WHENS } from "./add_rules.js";

/** @typedef {import("./add_rules.js").Fields} Fields */
/** @typedef {import("../outbox/outbox_rules.js").Envelope} Envelope */
/** @typedef {{items: Envelope[], card: any, author: {id: string, name: string} | null} & import("../outbox/draft_screen.js").Known} Known */
/** @typedef {(part: Partial<Fields>) => void} Change */
/** @typedef {{name: "happened_on" | "told_on", label: string, hint?: string}} Time */

/** The form and the one draft it holds. */
export class AddScreen extends DraftScreen {
  title = "Add to a report";

  /** @param {import("../outbox/draft_screen.js").Around & {items: () => Envelope[]}} around */
  constructor({ items, ...around }) {
    super(around, FORM, "words");
    this.items = items;
  }

  /** @param {Known} known */
  heading({ items, now }) {
    const item = items.find(({ id }) => id === this.draft.fields.incident);
    return item ? `Add to the ${reportInWords(item, now)}` : this.title;
  }

  /** By the id of a report, or of what was begun about one. @param {string} id @param {Pick<Known, "drafts">} known */
  enter(id, known) {
    // Whoever was here before goes on.
    if (id && id === this.draft.fields.incident && this.isInUse()) return;
    super.enter(id, known);
    const isDraft = id === this.draft.id || known.drafts.some(kept => kept.id === id);
    if (isDraft || !id) return;
    this.asked = "";
    this.draft.fields.incident = id;
    this.placesIt();
  }

  /** Where its report is on this phone: on the chain apart, a follow-up goes there as well. */
  placesIt() {
    const { fields } = this.draft;
    const item = this.items().find(({ id }) => id === fields.incident);
    fields.isApart = fields.isApart || item?.isApart === true;
    if (item) this.draft.trip = item.trip;
  }

  /** Which report it is about is not something written. */
  isInUse() {
    return isWritten(this.draft.fields);
  }

  /** @param {Partial<Fields>} part */
  change(part) {
    this.placesIt();
    super.change(part);
  }

  /** @param {Known} known */
  view(known) {
    /** @type {{fields: Fields}} */
    const { fields } = this.draft;
    if (!fields.incident && !this.asked) return whichPart;
    const change = (/** @type {Partial<Fields>} */ part) => this.change(part);
    const time = (/** @type {Time} */ field) => html`${timeField(field, fields, change)}
      ${timeDoubtPart(fields[field.name], known, this.draft.trip, true)}`;
    // What was typed while it saves would be in no record.
    return html`<form class="stack" data-kept=${this.looks.keeping} novalidate ?inert=${this.looks.isFiling} @submit=${(/** @type {Event} */ event) => this.file(event)}>
      ${writingPart(known.author, this.draft.actor, () => this.takeOn(), this.thing.short)}
      ${this.part("elsewhere", known)}
      <p class="quiet">What the report says stays as it is, and is not shown here.</p>
      <div class="form-columns">
        <div class="stack">${morePart(fields, change, time, this.looks.notSaved === "too_long" ? TOO_LONG : "")}</div>
        <div class="stack">
          ${toldPart(fields, change, time)}
          ${this.part("discard", known)}
        </div>
      </div>
      ${this.looks.notSaved ? notSavedPart(this.looks.notSaved, known.card) : nothing}
      ${this.saveBar(missingPart(fields))}
    </form>`;
  }
}

const whichPart = html`<div class="stack"><p>Choose the report in the Outbox, then “Add to this report”.</p>
  <a class="button wide" href="#/outbox">See the Outbox</a></div>`;

/** @param {Fields} fields @param {Change} change @param {(field: Time) => unknown} time @param {string} problem */
const morePart = (fields, change, time, problem) => html`
  ${textArea({ name: "words", label: "What more is known?", value: fields.words, told: words => change({ words }), problem })}
  ${chips({ name: "when", legend: "When was that?", short: true, options: WHENS, value: fields.when, told: when => change({ when }) })}
  ${fields.when === "other" ? time({ name: "happened_on", label: "Date and time" }) : nothing}`;

/** @param {Fields} fields @param {Change} change @param {(field: Time) => unknown} time */
const toldPart = (fields, change, time) => html`
  ${chips({ name: "told", legend: "Was a parent or carer told?", short: true, options: TOLD, value: fields.told, told: told => change({ told }) })}
  ${fields.told === "yes" ? howPart(fields, change, time) : nothing}
  ${fields.told === RISK ? riskPart : nothing}
  ${fields.told === null ? nothing : textArea({ name: "told_words", label: "Anything more about that?", value: fields.told_words, told: told_words => change({ told_words }) })}`;

/** @param {Fields} fields @param {Change} change @param {(field: Time) => unknown} time */
const howPart = (fields, change, time) => html`
  ${textField({ name: "whom", label: "Who was told?", value: fields.whom, told: whom => change({ whom }) })}
  ${chips({ name: "how", legend: "How?", short: true, options: HOWS, value: fields.how, told: how => change({ how }) })}
  ${time({ name: "told_on", label: "When?", hint: "Leave it empty for just now." })}`;

const riskPart = html`<p class="notice guide">The DSL and the deputy DSL alone read this answer and what you write about it. Tell the DSL now if you have not.</p>`;

/** @param {Time} field @param {Fields} fields @param {Change} change */
const timeField = (field, fields, change) =>
  textField({
    ...field,
    type: "datetime-local",
    value: fields[field.name],
    told: value => change({ [field.name]: value }),
  });

/** @param {Fields} fields */
function missingPart(fields) {
  const missing = missingFacts(fields);
  return missing.length > 0
    ? html`<p class="quiet">Not filled in: ${missing.join(", ")}. You can save without.</p>`
    : html`<p class="quiet">Everything is filled in.</p>`;
}
