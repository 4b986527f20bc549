// Emergency mode: ring, read out, keep the time of each thing done. It opens locked or not, and on a phone without a list.
import { html, nothing } from "lit-html";
import { ringsAs } from "../foundation/device.js";
import { inWords } from "../foundation/times.js";
import { NotSavedError } from "../outbox/file_record.js";
import { OneTap } from "../outbox/one_tap.js";
import { contactList } from "../policy/contacts_part.js";
import { contactsFor, emergencyNumber } from "../policy/contacts_rules.js";
import { holdSince, overAt } from "../policy/hold_rules.js";
import { notSavedPart } from "../policy/not_saved_part.js";
import { tripForReport } from "../trips/trip_rules.js";
import { callPart } from "./call_part.js";
import { clockPart, endPart, holdPart, tap, tapsPart, timelinePart } from "./emergency_parts.js";
import { CALLED, current, mistake, offered, running, sheetWords, wordsOf } from "./emergency_rules.js";
import { positionInWords } from "./grid.js";
import { blankSheet, handOverPart } from "./hand_over_part.js";
import { whereWeAre } from "./position.js";
import { isAllowed } from "./position_leave.js";

/** @typedef {import("./emergency_acts.js").EmergencyActs} EmergencyActs */
/** @typedef {import("./emergency_rules.js").Found} Found */
/** @typedef {import("../policy/hold_rules.js").Known & {card: any, schoolName: string, today: string, now: number, unlocked: {unlock: string} | null, list: {pack: import("../trips/pack_rules.js").Pack} | null}} Known */

const HERE = /^#\/emergency/;
const TICK_MS = 10_000;
const HAND_OVER = "hand-over";

/** The screen, and the sheet for the ambulance as another face of it. */
export class EmergencyScreen {
  title = "Emergency";

  /** @param {{acts: EmergencyActs, clock: () => number, repaint: () => void}} around */
  constructor({ acts, clock, repaint }) {
    this.acts = acts;
    this.clock = clock;
    this.repaint = repaint;
    this.face = "";
    this.looks = fresh();
    this.taps = new OneTap();
    /** @type {Found | null} */
    this.found = null;
    // Whose words are on the screen: they go when the phone is locked.
    this.openedBy = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.ticking = undefined;
  }

  heading() {
    return this.face === HAND_OVER ? "For the ambulance crew" : this.title;
  }

  /** @param {string} face */
  enter(face) {
    this.face = face;
    this.tick();
    // Asking for leave would stand before the call.
    if (!this.found) isAllowed().then(isIt => void (isIt && this.find()));
  }

  /** The clock goes on while somebody looks. */
  tick() {
    clearTimeout(this.ticking);
    this.ticking = setTimeout(() => {
      if (!HERE.test(location.hash)) return;
      this.repaint();
      this.tick();
    }, TICK_MS);
  }

  /** @param {Known} known */
  view(known) {
    this.forgetAtLock(known.unlocked?.unlock ?? "");
    const trip = tripForReport(known.card, known.today);
    const shown = { emergency: current(known), number: emergencyNumber(trip), now: known.now };
    const place = this.looks.place ?? trip?.place ?? "";
    const pupils = known.list?.pack.pupils ?? [];
    return html`${this.face === HAND_OVER ? this.sheetFace(known, { ...shown, place, pupils, school: schoolInWords(known) }) : this.mainFace(known, shown, { place, pupils: pupils.length || (trip?.pupil_count ?? null) })}
      <p class="hidden-words" role="status">${this.looks.said}</p>`;
  }

  /** @param {string} unlock */
  forgetAtLock(unlock) {
    if (this.openedBy && this.openedBy !== unlock) this.looks = fresh();
    this.openedBy = unlock;
  }

  /** @param {Known} known @param {import("./emergency_parts.js").Shown} shown @param {{place: string, pupils: number | null}} here */
  mainFace(known, shown, here) {
    const { emergency, number, now } = shown;
    const over = emergency && overAt({ ...known, emergency });
    const take = (/** @type {string} */ step) => this.take({ step }, wordsOf(step, number), here.place);
    // What is over is done with: a tap begins the next.
    const open = { ...shown, emergency: running(known) };
    const called = tap(CALLED, open, take, "second wide");
    const card = {
      ...here,
      number,
      now,
      called,
      ringer: ringsAs(navigator),
      found: this.found,
      finding: this.looks.finding,
    };
    return html`<div class="stack emergency">
      ${this.looks.notSaved ? notSavedPart(this.looks.notSaved, known.card) : nothing}
      ${emergency ? clockPart(emergency, over, now) : nothing}
      ${this.joinPart(offered(known), now)}
      ${callPart(card, { typed: value => this.show({ place: value }), find: () => this.find() })}
      ${tapsPart(open, take, emergency !== null && over !== null)}
      ${holdPart(holdSince(known), now, step => this.turnHold(step, known, here.place))}
      <section class="stack" aria-labelledby="ring"><h2 id="ring">Then ring</h2>${contactList(contactsFor(known.card, ["base_contact", "dsl", "headteacher"]))}</section>
      <a class="button second wide" href="#/count">Count everyone</a>
      <a class="button second wide" href="#/emergency/${HAND_OVER}">Sheet for the ambulance crew</a>
      ${emergency ? this.timeline(emergency, number, now) : nothing}
      ${emergency ? endPart(over, take) : nothing}
    </div>`;
  }

  /** @param {import("./emergency_rules.js").Heard | null} heard @param {number} now */
  joinPart(heard, now) {
    if (!heard) return nothing;
    return html`<section class="notice bad stack"><p><strong>Another phone of this trip began an emergency</strong> at ${inWords(heard.began_at, now)}.</p>
      <button class="button wide" type="button" @click=${() => this.join(heard)}>Join this emergency</button></section>`;
  }

  /** @param {import("./emergency_rules.js").Emergency} emergency @param {string} number @param {number} now */
  timeline(emergency, number, now) {
    const { opened, words } = this.looks;
    return timelinePart(
      emergency,
      { number, now, opened, words },
      {
        open: id => this.show({ opened: opened === id ? "" : id, words: "" }),
        type: typed => this.show({ words: typed }),
        undo: ({ id }) => this.take(mistake(id), "Taken back", ""),
        write: ({ at }) => this.write(emergency, words, at),
      },
    );
  }

  /** @param {Known} known @param {Omit<import("./hand_over_part.js").Shown, "sheet">} shown */
  sheetFace({ card }, shown) {
    const { sheet, notSaved } = this.looks;
    const acts = {
      change: (/** @type {Partial<typeof sheet>} */ part) =>
        this.show({ sheet: { ...sheet, isSaved: false, ...part } }),
      save: () => this.saveSheet(shown.emergency),
    };
    return html`${notSaved ? notSavedPart(notSaved, card) : nothing}${handOverPart({ ...shown, sheet }, acts)}`;
  }

  /** Whoever turns another phone's hold takes part in its emergency. @param {string} step @param {Known} known @param {string} place */
  async turnHold(step, known, place) {
    const heard = offered(known);
    if (heard && !running(known)) await this.join(heard);
    await this.take({ step }, "", place);
  }

  /** @param {{step: string, undoes?: string}} done @param {string} words @param {string} place */
  async take(done, words, place) {
    const at = this.clock();
    await this.tried(
      () => this.acts.take(done, this.found, place),
      `${words}, ${inWords(at, at)}. Saved on this phone.`,
    );
    this.show({ opened: "" });
  }

  /** @param {import("./emergency_rules.js").Emergency} emergency @param {string} words @param {number} at */
  async write(emergency, words, at) {
    if (!words.trim()) return;
    const write = () => this.tried(() => this.acts.write(emergency, words, at), "Words saved.");
    const isSaved = await this.taps.once(`words of ${at}`, write);
    // What was typed meanwhile, or for another step, stays.
    if (isSaved && this.looks.words === words) this.show({ opened: "", words: "" });
  }

  /** @param {import("./emergency_rules.js").Emergency | null} emergency */
  async saveSheet(emergency) {
    const { sheet } = this.looks;
    if (!emergency) return;
    const write = () => this.tried(() => this.acts.write(emergency, sheetWords(sheet)), "");
    const isSaved = await this.taps.once("sheet", write);
    // What was typed on meanwhile is not saved.
    if (isSaved !== undefined && this.looks.sheet === sheet) this.show({ sheet: { ...sheet, isSaved } });
  }

  /** @param {() => Promise<unknown>} work @param {string} said @returns {Promise<boolean>} */
  async tried(work, said) {
    try {
      await work();
      this.show({ notSaved: null, said });
      return true;
    } catch (error) {
      if (!(error instanceof NotSavedError)) throw error;
      this.show({ notSaved: error.reason });
      document.getElementById("not-saved")?.focus();
      return false;
    }
  }

  async find() {
    this.show({ finding: "Looking for the position…" });
    const position = await whereWeAre();
    if (position) this.found = { ...position, at: this.clock() };
    this.show({ finding: position ? "" : "The phone does not know where it is. Say the place instead." });
    await this.locate();
  }

  /** What was found goes into the emergency that runs, if any. */
  async locate() {
    const { found } = this;
    if (found) await this.tried(() => this.acts.locate(found.at, positionInWords(found)), this.looks.said);
  }

  /** @param {import("./emergency_rules.js").Heard} heard */
  async join(heard) {
    await this.acts.join(heard);
    await this.locate();
  }

  /** @param {Partial<ReturnType<typeof fresh>>} looks */
  show(looks) {
    this.looks = { ...this.looks, ...looks };
    this.repaint();
  }
}

/** Whom the crew, or the hospital, rings later. @param {Known} known */
function schoolInWords({ schoolName, card }) {
  const [base] = contactsFor(card, ["base_contact", "office"]);
  return [schoolName, base && `${base.name}, ${base.number}`].filter(Boolean).join("\n");
}

function fresh() {
  return {
    place: /** @type {string | null} */ (null),
    ...{ finding: "", opened: "", words: "", said: "", sheet: blankSheet() },
    notSaved: /** @type {import("../outbox/file_record.js").NotSavedReason | null} */ (null),
  };
}
