// Checks as they are made on this phone: what is asked, what is answered, what is filed of it, and what the camera opens by.
import { utc } from "../foundation/times.js";
import { aboutThePlace, answer, standing } from "./check_rules.js";
import { CheckStore } from "./check_store.js";
import { asList, dayOf } from "./group_rules.js";
import { ends, passes } from "./passing_check.js";
import { CAMERA_USED, cameraBody, CHANGED, changeBody, checkBody, CHECKED, passingCheck } from "./record_rules.js";
import { freshStop, isOfNow } from "./stop_rules.js";

/** @typedef {import("./stop_rules.js").Stop} Stop */
/** @typedef {import("../trips/pack_rules.js").Pack} Pack */
/**
 * @typedef {object} Around
 * @property {{tell: (kind: string, trip: string | null, body: object) => Promise<string>}} filing answers the record's id
 * @property {{known: () => any}} knowledge
 * @property {{now: () => Promise<number>, opened: unknown}} lock
 * @property {import("../foundation/local_store.js").LocalStore} local
 * @property {() => number} clock
 */

/** What the screens and the home screen share. */
export class Checking {
  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    this.store = new CheckStore(around.local);
    // The latest time this phone has known: a clock set back makes no list young again.
    this.newest = 0;
    this.lastStop = "";
  }

  /** Reads what is kept of the trip. */
  async load() {
    const [newest] = await Promise.allSettled([this.around.lock.now()]);
    if (newest.status === "fulfilled") this.newest = newest.value;
    await this.store.load(this.trip);
  }

  get known() {
    return this.around.knowledge.known();
  }

  /** @returns {Pack | undefined} */
  get pack() {
    return this.known.list?.pack;
  }

  /** @returns {string | null} */
  get trip() {
    return this.pack?.trip ?? this.known.window?.trip.id ?? null;
  }

  get title() {
    return this.pack?.title ?? this.known.window?.trip.title ?? "";
  }

  /** The school's time and day, and how far its clock is ahead of this phone's, ms. */
  get at() {
    const { now, offset } = this.known;
    const ahead = (offset?.seconds ?? 0) * 1000;
    const schoolNow = Math.max(now, this.newest) + ahead;
    return { now: schoolNow, ahead, day: dayOf(schoolNow, this.pack) };
  }

  get list() {
    return asList(this.known.list, this.at.ahead);
  }

  /** The stop that was set today, or the beginning of one. @returns {Stop} */
  get stop() {
    const now = { trip: this.trip, day: this.at.day };
    const { stop } = this.store.kept;
    return isOfNow(stop, now) ? stop : freshStop(stop, { ...now, photos: this.pack?.photos });
  }

  /** @param {Partial<Stop>} part */
  setStop(part) {
    return this.store.change({ trip: this.trip, stop: { ...this.stop, ...part } });
  }

  /** Who is out today, by key. */
  get out() {
    return standing(this.store.kept.changes, this.at.day);
  }

  /** @param {string[]} pupils */
  answer(pupils) {
    return answer({ ...this.stop, pupils }, this.list, this.out, this.at);
  }

  /** What stops or warns here whoever is in it. */
  get here() {
    return aboutThePlace(this.stop, this.pack?.photos?.activities ?? [], this.at.day);
  }

  /** Files that this group was stopped, once. @param {string[]} pupils @param {string | null} camera */
  async stopped(pupils, camera) {
    const found = this.answer(pupils);
    const told = JSON.stringify([this.stop, found, pupils]);
    if (found.outcome === "go" || told === this.lastStop) return;
    this.lastStop = told;
    await this.around.filing.tell(CHECKED, this.trip, checkBody(this.asked(pupils, camera), found, false));
  }

  /**
   * The pupils know: files the check, and lets the camera open, or notes the class camera.
   * @param {{name: string, pupils: string[]}} group @param {string | null} camera
   */
  async passed(group, camera) {
    const { filing, clock, lock } = this.around;
    const { trip } = this;
    const { opened } = lock;
    const asked = this.asked(group.pupils, camera);
    const id = await filing.tell(CHECKED, trip, checkBody(asked, this.answer(group.pupils), true));
    const at = clock();
    this.lastStop = "";
    if (camera === null) passes(passingCheck(asked, { id, at, trip }), () => lock.opened === opened);
    const waits = camera === null ? [] : [{ check: id, trip: trip ?? "", camera, at }];
    await this.store.change({ trip, last: group, cameras: [...this.store.kept.cameras, ...waits] });
  }

  /** Somebody declares that nobody is in it: the camera may open without a list. */
  declared() {
    const { clock, lock } = this.around;
    const { opened } = lock;
    const about = { id: null, at: clock(), trip: this.trip };
    passes(passingCheck(this.asked([], null), about), () => lock.opened === opened);
  }

  /** A no of today: it wins at once, and is filed. @param {string} pupil @param {"said_no_today" | "school_rang"} change */
  async changed(pupil, change) {
    const { now, day } = this.at;
    ends();
    const kept = this.store.add({ pupil, change, day });
    await this.around.filing.tell(CHANGED, this.trip, changeBody(pupil, change, now));
    await kept;
  }

  /** @param {import("./check_store.js").Uncounted} camera @param {string} count as typed */
  async counted(camera, count) {
    await this.around.filing.tell(CAMERA_USED, camera.trip || null, cameraBody(camera, count));
    await this.store.counts(camera.check);
  }

  /** @param {string[]} pupils @param {string | null} camera */
  asked(pupils, camera) {
    const { stop, title, list } = this;
    return { stop, title, pupils, camera, now: this.at.now, list_as_at: list ? utc(list.confirmed_at) : null };
  }
}
