// What a tap on the check's screen does: choosing a group, the answer, the tick, a no, a count.
import { NotSavedError } from "../outbox/file_record.js";
import { OneTap } from "../outbox/one_tap.js";
import { countProblem } from "./record_rules.js";
import { whyShut } from "./shut_rules.js";
import { LONGEST_WORDS, usualDestination } from "./stop_rules.js";

/** @typedef {import("./checking.js").Checking} Checking */
/** @typedef {import("./check_rules.js").Answer} Answer */
/** @typedef {{checking: Checking, repaint: () => void, go: (hash: string, isReplaced?: boolean) => void, later?: (work: () => void, ms: number) => unknown}} Around */

// So long names stay on the screen.
export const NAMES_MS = 20_000;

/** What is chosen and shown, and what becomes of it. */
export class CheckActs {
  /** @param {Around} around */
  constructor({ checking, repaint, go, later = (work, ms) => setTimeout(work, ms) }) {
    this.checking = checking;
    this.repaint = repaint;
    this.go = go;
    this.later = later;
    this.face = "";
    this.looks = fresh();
    this.taps = new OneTap();
  }

  /** A face begins at its top, with its heading read out. */
  begin() {
    this.repaint();
    scrollTo(0, 0);
    document.querySelector("h1")?.focus({ preventScroll: true });
  }

  /** @returns {Answer} */
  get answer() {
    return this.checking.answer([...this.looks.chosen]);
  }

  get camera() {
    return this.looks.isCheckOnly ? this.looks.camera.trim() : null;
  }

  /** @param {string} name @param {string[]} keys */
  check(name, keys) {
    if (!this.checking.stop.place) {
      this.show({ problem: "Say first where you are." });
      // The question stands above what was tapped.
      return scrollTo(0, 0);
    }
    this.looks = { ...this.looks, name, chosen: new Set(keys) };
    this.go("#/photo/check");
  }

  /** The group of last time, at the stop that is set. */
  again() {
    const { last } = this.checking.store.kept;
    if (!last || !this.checking.stop.place) return this.go("#/photo", true);
    this.looks = { ...this.looks, name: last.name, chosen: new Set(last.pupils), isCheckOnly: false };
    this.go("#/photo/check", true);
  }

  /** Names show for a while; that a group was stopped is a record. */
  async answered() {
    if (this.looks.chosen.size === 0 && !whyShut(this.checking.known, true)) return this.go("#/photo", true);
    this.showNames();
    this.begin();
    await this.minding(() => this.checking.stopped([...this.looks.chosen], this.camera));
  }

  showNames() {
    const shownAt = {};
    this.show({ areNamesShown: true, shownAt });
    this.later(() => {
      if (this.looks.shownAt === shownAt) this.show({ areNamesShown: false });
    }, NAMES_MS);
  }

  async remove() {
    const out = new Set(this.answer.out);
    const chosen = new Set([...this.looks.chosen].filter(key => !out.has(key)));
    this.looks = { ...this.looks, chosen, isTurned: false };
    await this.answered();
  }

  async tick() {
    if (this.looks.isAsking || this.answer.outcome !== "go") return this.repaint();
    this.show({ isAsking: true, notKept: false });
    const group = { name: this.looks.name, pupils: [...this.looks.chosen] };
    const isKept = await this.minding(() => this.checking.passed(group, this.camera));
    this.show({ isAsking: false });
    if (isKept) this.go(this.looks.isCheckOnly ? "#/photo" : "#/photo/camera", true);
  }

  declare() {
    this.checking.declared();
    this.go("#/photo/camera", true);
  }

  /** @param {string} key @param {"said_no_today" | "school_rang"} change */
  async no(key, change) {
    const isKept = await this.minding(() => this.checking.changed(key, change));
    this.go(this.looks.chosen.has(key) ? "#/photo/check" : "#/photo", true);
    if (!isKept) this.show({ notKept: true });
  }

  /** @param {string} check the id of its record */
  async count(check) {
    const typed = this.looks.counts[check] ?? "";
    const problem = countProblem(typed);
    const camera = this.checking.store.kept.cameras.find(one => one.check === check);
    if (problem || !camera)
      return this.show({ countProblem: problem, counts: { ...this.looks.counts, [check]: typed } });
    await this.taps.once(check, () => this.minding(() => this.checking.counted(camera, typed)));
    this.repaint();
  }

  /** @param {Partial<import("./stop_rules.js").Stop>} part */
  async setStop(part) {
    const destination = part.purpose ? { destination: usualDestination(part.purpose) } : {};
    this.looks.problem = "";
    const kept = this.checking.setStop({ ...part, ...destination });
    this.repaint();
    await kept;
  }

  /** @param {Event} event */
  keepStop(event) {
    event.preventDefault();
    const { stop } = this.checking;
    if (!stop.place) return this.show({ problem: "Say where you are." });
    if ((stop.justification ?? "").length > LONGEST_WORDS)
      return this.show({ problem: `Use at most ${LONGEST_WORDS} characters.` });
    this.go("#/photo", true);
  }

  /** @param {string} key */
  turn(key) {
    const chosen = new Set(this.looks.chosen);
    if (!chosen.delete(key)) chosen.add(key);
    this.show({ chosen, name: "", problem: "" });
  }

  /** Files, and says where it could not. @param {() => Promise<unknown>} work */
  async minding(work) {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof NotSavedError)) throw error;
      this.show({ notKept: true });
      return false;
    }
  }

  /** @param {Partial<ReturnType<typeof fresh>>} looks */
  show(looks) {
    this.looks = { ...this.looks, ...looks };
    this.repaint();
  }
}

function fresh() {
  return {
    ...{ typed: "", problem: "", countProblem: "", camera: "", name: "", thing: /** @type {string | null} */ (null) },
    ...{ isCheckOnly: false, isTurned: false, isAsking: false, notKept: false, areNamesShown: true },
    counts: /** @type {Record<string, string>} */ ({}),
    chosen: /** @type {Set<string>} */ (new Set()),
    shownAt: {},
  };
}
