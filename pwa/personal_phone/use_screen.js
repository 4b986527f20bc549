// The log of an own phone's use: never gated, never blocked by a missing fact, and kept on every change.
import { html, nothing } from "lit-html";
import { writingPart } from "../accounts/author_part.js";
import { ringsAs } from "../foundation/device.js";
import { DraftScreen } from "../outbox/draft_screen.js";
import "../outbox/later_words.js";
import { isAbroad } from "../policy/contacts_rules.js";
import { notSavedPart, TOO_LONG } from "../policy/not_saved_part.js";
import { knownTrips } from "../trips/trip_rules.js";
import { dialPart } from "./dial_part.js";
import { callPart, conditionsPart, missingPart, photographsPart, timesPart, whoPart, wordsPart } from "./use_parts.js";
import { FORM, nextTap, tapped, timesOf, timeWarnings, tripOfCall, untapped } from "./use_rules.js";

/** @typedef {import("./use_rules.js").Fields} Fields */
/** @typedef {{card: import("./use_rules.js").Card & import("./use_parts.js").Card, author: {id: string, name: string} | null, isReady: boolean, hasStorageTrouble: boolean} & import("../outbox/draft_screen.js").Known} Known */
/** @typedef {import("../outbox/draft_screen.js").Around & {knowledge: {parts: {card: Known["card"]}}, clock: () => number}} Around */

/** The form and the one draft it holds. */
export class UseScreen extends DraftScreen {
  title = "Own phone used";
  /** When its big button last kept a time, in ms. @type {number | null} */
  tapBefore = null;

  /** @param {Around} around */
  constructor({ knowledge, clock, ...around }) {
    super(around, FORM, "what_was_said");
    this.knowledge = knowledge;
    this.clock = clock;
  }

  /** @param {Known} known */
  view(known) {
    /** @type {{fields: Fields}} */
    const { fields } = this.draft;
    const change = (/** @type {Partial<Fields>} */ part) => this.change(part);
    // What was typed while it saves would be in no log.
    return html`<form class="stack" data-kept=${this.looks.keeping} novalidate ?inert=${this.looks.isFiling} @submit=${(/** @type {Event} */ event) => this.file(event)}>
      ${callPart(fields, known.now, { tap: () => this.tap(), untap: () => this.untap() })}
      ${writingPart(known.author, this.draft.actor, () => this.takeOn(), this.thing.short)}
      ${this.part("elsewhere", known)}
      <div class="form-columns">
        <div class="stack">
          ${whoPart(fields, known.card, change, this.dialling(known.card))}
          ${timesPart(fields, timeWarnings(fields, known.card, known.now), change)}
          ${wordsPart(fields, change, this.looks.notSaved === "too_long" ? TOO_LONG : undefined)}
        </div>
        <div class="stack">
          ${conditionsPart(fields, known.card, change)}
          ${photographsPart(fields, change)}
          ${this.part("discard", known)}
        </div>
      </div>
      ${this.looks.notSaved ? notSavedPart(this.looks.notSaved, known.card) : nothing}
      ${this.saveBar(missingPart(fields))}
    </form>`;
  }

  /** How to ring that number with one's own withheld, until the call is over. @param {Known["card"]} card */
  dialling(card) {
    const { fields, trip: id } = this.draft;
    if (timesOf(fields).ended !== null) return nothing;
    const trip = knownTrips(card).find(one => one.id === id);
    const ringer = ringsAs(navigator);
    return dialPart(fields.called_number, {
      canRing: ringer === "phone",
      what: ringer,
      isAbroad: Boolean(trip && isAbroad(trip)),
      callMade: () => nextTap(this.draft.fields) === "began" && this.tap(),
    });
  }

  /** The time is kept at once, before anything is typed. */
  tap() {
    const now = this.clock();
    const part = tapped(this.draft.fields, now, this.tapBefore);
    if (Object.keys(part).length === 0) return;
    this.tapBefore = now;
    this.change(part);
  }

  untap() {
    this.tapBefore = null;
    this.change(untapped(this.draft.fields));
  }

  /** Logged on another day, it belongs to the trip of the call's day. @param {Partial<Fields>} part */
  change(part) {
    this.draft.trip = tripOfCall({ ...this.draft.fields, ...part }, this.knowledge.parts.card) ?? this.draft.trip;
    super.change(part);
  }
}
