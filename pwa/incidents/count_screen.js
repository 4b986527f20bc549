// The head count: a big tally by the thumb, or names ticked off. Each one finished is a record; the one under way outlives a
// reload and a lock as a number, and who was ticked comes back once whoever ticked has the phone open again.
import { html, nothing } from "lit-html";
import { NotSavedError } from "../outbox/file_record.js";
import { donePart, groupsPart, lastsPart, notKept, notSaved, tapPart, tickPart, whoPart } from "./count_parts.js";
import {
  bodyOf,
  goesOn,
  groupsToCount,
  incidentOf,
  KIND,
  lacking,
  membersOf,
  numberIn,
  reportFields,
  tripOf,
  withLast,
} from "./count_rules.js";
import { CountStore } from "./count_store.js";
import { CountTicks } from "./count_ticks.js";

/** @typedef {import("./count_rules.js").Count} Count */
/** @typedef {import("./count_rules.js").Last} Last */
/** @typedef {import("./count_rules.js").Group} Group */
/** @typedef {import("./count_rules.js").Member} Member */
/** @typedef {import("./count_rules.js").Known & import("../policy/hold_rules.js").Known & {now: number}} Known */
/**
 * @typedef {object} Around
 * @property {import("../foundation/local_store.js").LocalStore} local
 * @property {import("./count_ticks.js").Lock} lock
 * @property {(kind: string, trip: string | null, body: object) => Promise<unknown>} tell
 * @property {() => Known} known
 * @property {import("./incident_screen.js").IncidentScreen} incident the form that a missing pupil is reported on
 * @property {() => number} clock
 * @property {(hash: string) => void} go
 * @property {(pattern: number | number[]) => void} buzz a thumb feels that a tap counted, where the phone can
 * @property {() => void} toTop
 * @property {() => void} repaint
 */

const TAP_MS = 25;
const FULL_MS = [60, 60, 120];

/** Counts one group at a time. */
export class CountScreen {
  title = "Head count";

  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    this.store = new CountStore(around.local);
    this.ticks = new CountTicks(around.local, around.lock, isKept => this.learn(isKept));
    /** @type {Count | null} */
    this.count = null;
    /** @type {Last[]} */
    this.lasts = [];
    /** @type {"choose" | "tap" | "tick" | "who" | "done"} */
    this.step = "choose";
    /** @type {{last: Last, missing: Member[]} | null} */
    this.done = null;
    this.isSaving = false;
    this.hasFailed = false;
    this.isKept = true;
    this.loaded = this.load();
  }

  /** Keys of the list: who was seen while names are ticked off, and who is missing after a tally. */
  get ticked() {
    return this.ticks.keys;
  }

  async load() {
    const { count, lasts } = await this.store.load();
    this.lasts = lasts;
    // Whoever began one meanwhile counts on.
    if (count && !this.count && goesOn(count, this.around.clock())) {
      this.count = count;
      this.step = "tap";
    }
    this.around.repaint();
  }

  async enter() {
    if (this.step === "done") this.show({ step: "choose" });
    await this.loaded;
    await this.bringBack();
  }

  /** Who was ticked before a reload: the number is theirs, and not one that a kill in between left behind. */
  async bringBack() {
    if (!this.count || this.step !== "tap") return;
    const ticks = await this.ticks.open(this.count.started_at);
    if (!ticks) return;
    this.step = ticks.step;
    this.change(ticks.step === "tick" ? { counted: this.ticked.size } : {});
  }

  /** @param {Known} known */
  view(known) {
    const { count, done } = this;
    return html`<div class="stack">
      ${this.hasFailed ? notSaved : nothing}
      ${count && !this.isKept ? notKept : nothing}
      ${this.step === "done" && done ? this.doneView(done, known) : count ? this.countView(count, known) : this.chooseView(known)}
    </div>`;
  }

  /** @param {Known} known */
  chooseView(known) {
    const trip = tripOf(known);
    const lasts = this.lasts.filter(one => one.trip === trip);
    return html`${groupsPart(groupsToCount(known), lasts, known.now, group => this.begin(group, trip))}
      ${known.list ? nothing : html`<p class="quiet">Without today's list it counts numbers alone. Names come once the phone is unlocked.</p>`}
      ${lastsPart(lasts, known.now)}`;
  }

  /** @param {Count} count @param {Known} known */
  countView(count, known) {
    const members = membersOf(count, known);
    if (members && this.step === "tick") {
      return tickPart(count, members, this.ticks, {
        tick: key => this.tick(key),
        done: () => this.finish(members.filter(({ key }) => !this.ticked.has(key))),
        byTap: () => this.byTap(),
      });
    }
    if (members && this.step === "who") {
      return whoPart(count, members, this.ticks, {
        tick: key => this.mark(key),
        done: () => this.finish(members.filter(({ key }) => this.ticked.has(key))),
        back: () => this.byTap(),
      });
    }
    return html`${tapPart(count, {
      add: () => this.tap(count.counted + 1),
      undo: () => this.tap(count.counted - 1),
      done: () => this.tallied(count, members),
      should: typed => this.change({ of: numberIn(typed) }),
      byName: members ? () => this.byName() : null,
    })}
    <button class="button plain" type="button" @click=${() => this.leave()}>Stop, and save nothing</button>`;
  }

  /** @param {{last: Last, missing: Member[]}} done @param {Known} known */
  doneView({ last, missing }, known) {
    // Names are on screen only while their list is.
    const names = known.list ? missing.map(({ name }) => name) : [];
    return donePart(last, names, {
      again: () => this.start({ ...last }),
      report: () => this.report(last, names),
      another: () => this.show({ step: "choose" }),
    });
  }

  /** @param {Group} group @param {string | null} trip */
  begin({ name, of }, trip) {
    this.start({ trip, group: name, of });
  }

  /** @param {Pick<Count, "trip" | "group" | "of">} whom */
  start({ trip, group, of }) {
    this.count = { trip, group, of, counted: 0, started_at: this.around.clock() };
    this.byTap();
    this.change({});
  }

  /** From now on it is a tally. */
  byTap() {
    this.ticks.forget();
    this.show({ step: "tap" });
  }

  /** Locked, one counts on from what was ticked. @param {number} counted */
  tap(counted) {
    this.ticks.forget();
    this.step = "tap";
    this.tally(counted);
  }

  /** @param {number} counted */
  tally(counted) {
    if (counted < 0) return;
    this.around.buzz(counted === this.count?.of ? FULL_MS : TAP_MS);
    this.change({ counted });
  }

  /** @param {Partial<Count>} part */
  change(part) {
    if (!this.count) return;
    this.count = { ...this.count, ...part };
    this.store.keep(this.count).then(isKept => this.learn(isKept));
    this.around.repaint();
  }

  /** @param {boolean} isKept */
  learn(isKept) {
    this.isKept = isKept;
    this.around.repaint();
  }

  byName() {
    this.begins("tick");
    this.change({ counted: 0 });
  }

  /** @param {string} key */
  tick(key) {
    this.turn(key, "tick");
    this.tally(this.ticked.size);
  }

  /** Somebody is missing. @param {string} key */
  mark(key) {
    this.turn(key, "who");
    this.around.repaint();
  }

  /** @param {string} key @param {"tick" | "who"} step */
  turn(key, step) {
    if (this.count) this.ticks.turn(key, { ...this.count, step });
  }

  /** @param {"tick" | "who"} step */
  begins(step) {
    if (this.count) this.ticks.begin({ ...this.count, step });
    this.show({ step });
  }

  /** A tally has no names: where it is short, they are asked for. @param {Count} count @param {Member[] | null} members */
  tallied(count, members) {
    if (!members || lacking(count) === 0) return this.finish([]);
    return this.begins("who");
  }

  /** @param {Member[]} missing */
  async finish(missing) {
    const { count } = this;
    if (!count || this.isSaving) return;
    this.isSaving = true;
    const at = this.around.clock();
    try {
      const incident = incidentOf(this.around.known(), count.trip);
      await this.around.tell(KIND, count.trip, bodyOf(count, at, missing, incident));
      const { trip, group, of, counted } = count;
      const last = { trip, group, of, counted, at };
      this.lasts = withLast(this.lasts, last);
      this.done = { last, missing };
      this.count = null;
      this.ticks.forget();
      this.hasFailed = false;
      this.show({ step: "done" });
      // What is saved waits for no storage that may hang.
      this.store.done(last);
    } catch (error) {
      if (!(error instanceof NotSavedError)) throw error;
      this.hasFailed = true;
      this.around.repaint();
    } finally {
      this.isSaving = false;
    }
  }

  leave() {
    this.count = null;
    this.ticks.forget();
    this.show({ step: "choose" });
    this.store.keep(null);
  }

  /** The form opens with what is known; what stood on it before is kept as unfinished, or left where it could not be opened again. @param {Last} last @param {string[]} names */
  report(last, names) {
    const { incident, go, known } = this.around;
    const fields = reportFields(last, names, known().now);
    if (incident.isInUse() && incident.canReopen()) incident.putAway();
    if (!incident.isInUse()) {
      incident.empty();
      incident.draft.fields = { ...incident.draft.fields, ...fields };
      incident.save();
      incident.show({ isFolded: true });
    }
    go(`#/report/${incident.draft.id}`);
  }

  /** @param {{step: CountScreen["step"]}} look */
  show({ step }) {
    this.step = step;
    this.around.repaint();
    // The next part begins at its top, wherever the one before was left.
    this.around.toTop();
  }
}
