// Setting a phone up: one code from the office, scanned or typed. Opening this screen never spends a code.
import { isAppleTab } from "../foundation/device.js";
import { readCode } from "../foundation/one_time_codes.js";
import { reasonOf } from "../outbox/outbox_rules.js";
import { reasonInWords } from "../outbox/outbox_words.js";
import { problemOf, shownCode } from "./code_rules.js";
import { Copying } from "./copy_part.js";
import { alreadyPart, appleTabPart, donePart, formPart, isCookieLost } from "./set_up_parts.js";

/** @typedef {import("./set_up.js").SetUpDone} SetUpDone */
/** @typedef {import("../foundation/requests.js").Answer} Answer */
/** @typedef {import("./set_up_parts.js").Known} Known */

/** @type {Record<string, string>} */
const REFUSALS = {
  "enrolment.code_wrong": "That code is not one of ours. Check each letter with the office.",
  "enrolment.code_used": "That code has been used on another phone. Ask the office for a new one.",
  "enrolment.code_expired": "That code is too old. Ask the office for a new one.",
  "request.malformed": "That code is not one of ours. Check each letter with the office.",
};
const KEEPS_NOTHING =
  "This browser keeps nothing, as in a private window. The code is not spent. Open Lanyard in an ordinary window.";

/** The set-up screen. */
export class SetUpScreen {
  title = "Set up this phone";

  /** @param {{setUp: (code: string) => Promise<{done: SetUpDone} | {refused: Answer}>, repaint: () => void}} around */
  constructor(around) {
    this.around = around;
    this.copying = new Copying(around.repaint);
    /** @type {string} the code scanned, "" where none was */
    this.code = "";
    /** @type {string | null} what was typed; null as long as nobody typed */
    this.typed = null;
    this.problem = "";
    this.isAsking = false;
    this.isAlready = false;
    /** @type {SetUpDone | null} */
    this.done = null;
  }

  /** Takes the code out of the address, so that it is not opened again by chance; a reload still finds it. @param {string} [scanned] */
  enter(scanned = "") {
    if (scanned) history.replaceState({ code: scanned.slice(0, 100) }, "", "#/setup");
    this.code = readCode(history.state?.code ?? "");
    Object.assign(this, { typed: null, problem: "", isAlready: false, done: null });
  }

  /** @param {Known} known @returns {string} */
  heading(known) {
    if (this.done) return this.doneHeading(this.done, known);
    if (known.phone && this.isSpentHere(known)) return `This is ${known.phone.name} already`;
    return this.title;
  }

  /** @param {SetUpDone} done @param {Known} known */
  doneHeading({ ready, phone }, known) {
    if (isCookieLost(known)) return `${phone.name} is not known to the school yet`;
    return ready ? `${phone.name} is ready` : `${phone.name} is set up, but not ready`;
  }

  /** @param {Known} known */
  view(known) {
    if (this.done) return donePart(this.done, known, { ...this, goOn: () => this.goOn(known) });
    if (this.isSpentHere(known)) return alreadyPart;
    if (isAppleTab(known.device))
      return appleTabPart(known, shownCode(this.code), this.copying, () =>
        this.form(known, known.unfinishedCode ?? ""),
      );
    return this.form(known, this.code || known.unfinishedCode || "");
  }

  /** Whether the code scanned or typed is the one this phone was set up with. @param {Known} known */
  isSpentHere({ phone, needsSetUp, spentCode, unfinishedCode }) {
    const isSpent = spentCode !== null && spentCode !== unfinishedCode && (this.isAlready || this.code === spentCode);
    return phone !== null && !needsSetUp && isSpent;
  }

  /** @param {Known} known @param {string} code filled in until somebody types */
  form(known, code) {
    const typed = this.typed ?? shownCode(code);
    return formPart(
      known,
      { ...this, typed, isGoingOn: this.typed === null && code === known.unfinishedCode },
      {
        type: typed => this.type(typed),
        submit: event => this.submit(event, typed, known),
      },
    );
  }

  /** @param {string} typed */
  type(typed) {
    this.typed = typed;
    this.problem = "";
    this.around.repaint();
  }

  /** @param {Event} event @param {string} typed @param {Known} known */
  async submit(event, typed, known) {
    event.preventDefault();
    if (this.isAsking) return;
    const code = readCode(typed);
    this.typed = typed;
    this.isAlready = code === known.spentCode;
    if (this.isSpentHere(known)) return this.show();
    const problem = problemOf(code);
    if (problem) this.refuse(problem);
    else await this.ask(code);
  }

  /** The same code once more: where the test message was not opened, or the cookie not kept. @param {Known} known */
  goOn({ unfinishedCode, spentCode }) {
    const code = unfinishedCode ?? spentCode;
    if (code && !this.isAsking) this.ask(code);
  }

  /** @param {string} code */
  async ask(code) {
    Object.assign(this, { isAsking: true, problem: "" });
    this.around.repaint();
    try {
      const outcome = await this.around.setUp(code);
      if ("done" in outcome) this.finish(outcome.done);
      else this.refuse(REFUSALS[outcome.refused.code] ?? reasonInWords(reasonOf(outcome.refused)));
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      this.refuse(KEEPS_NOTHING);
    } finally {
      this.isAsking = false;
      this.around.repaint();
    }
  }

  /** @param {SetUpDone} done */
  finish(done) {
    this.done = done;
    history.replaceState(null, "", "#/setup");
    this.show();
  }

  /** Another heading, read out. */
  show() {
    this.around.repaint();
    document.querySelector("h1")?.focus();
  }

  /** @param {string} problem */
  refuse(problem) {
    this.problem = problem;
    this.around.repaint();
    document.getElementById("code")?.focus();
  }
}
