// Setting a phone up: one code from the office, typed as people read it out.
import { html, nothing } from "lit-html";
import { textField } from "../foundation/fields.js";
import { reasonInWords } from "../outbox/outbox_words.js";
import { reasonOf } from "../outbox/outbox_rules.js";
import { readCode } from "./set_up.js";

/** @typedef {import("./set_up.js").SetUpDone} SetUpDone */
/** @typedef {import("../foundation/requests.js").Answer} Answer */
/** @typedef {{phone: {id: string, name: string} | null, needsSetUp: boolean, device: import("../foundation/device.js").Device}} Known */

const CODE_LENGTH = 8;

/** @type {Record<string, string>} */
const REFUSALS = {
  "enrolment.code_wrong": "That code is not one of ours. Check each letter with the office.",
  "enrolment.code_used": "That code has been used on another phone. Ask the office for a new one.",
  "enrolment.code_expired": "That code is too old. Ask the office for a new one.",
  "request.malformed": "That code is not one of ours. Check each letter with the office.",
};

/** The set-up screen. */
export class SetUpScreen {
  title = "Set up this phone";

  /** @param {{setUp: (code: string) => Promise<{done: SetUpDone} | {refused: Answer}>, repaint: () => void}} around */
  constructor(around) {
    this.around = around;
    this.typed = "";
    this.problem = "";
    this.isAsking = false;
    /** @type {SetUpDone | null} */
    this.done = null;
  }

  enter() {
    Object.assign(this, { typed: "", problem: "", done: null });
  }

  /** @param {Known} _known @returns {string} */
  heading(_known) {
    if (!this.done) return this.title;
    return this.done.ready ? `${this.done.phone.name} is ready` : `${this.done.phone.name} is set up, but not ready`;
  }

  /** @param {Known} known */
  view(known) {
    return this.done ? doneView(this.done) : this.form(known);
  }

  /** @param {Known} known */
  form({ phone, needsSetUp, device }) {
    return html`<form class="stack" novalidate @submit=${(/** @type {Event} */ event) => this.submit(event)}>
      ${phone && !needsSetUp ? html`<p class="notice">This is ${phone.name}. Setting it up again keeps everything on it.</p>` : nothing}
      ${device.isInstalled ? nothing : html`<p class="notice guide">First choose “Add to Home Screen” or “Install” in the browser's menu, and open Lanyard from there: it keeps reports best.</p>`}
      ${textField({
        name: "code",
        label: "Set-up code",
        hint: "Eight letters and numbers from the office, like ABCD-2345.",
        value: this.typed,
        told: typed => this.type(typed),
        extra: "code",
        problem: this.problem,
      })}
      <button class="button wide" ?disabled=${this.isAsking}>${this.isAsking ? "Setting up…" : "Set up this phone"}</button>
      <p class="quiet">You need a signal for this, once.</p>
    </form>`;
  }

  /** @param {string} typed */
  type(typed) {
    this.typed = typed;
    this.problem = "";
    this.around.repaint();
  }

  /** @param {Event} event */
  async submit(event) {
    event.preventDefault();
    const code = readCode(this.typed);
    if (this.isAsking) return;
    if (code.length !== CODE_LENGTH)
      return this.refuse(`The code has ${CODE_LENGTH} letters and numbers; this has ${code.length}.`);
    this.isAsking = true;
    this.around.repaint();
    try {
      const outcome = await this.around.setUp(code);
      if ("done" in outcome) this.finish(outcome.done);
      else this.refuse(REFUSALS[outcome.refused.code] ?? reasonInWords(reasonOf(outcome.refused)));
    } finally {
      this.isAsking = false;
      this.around.repaint();
    }
  }

  /** @param {SetUpDone} done */
  finish(done) {
    this.done = done;
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

/** @param {SetUpDone} done */
const doneView = ({ ready }) => html`<div class="stack">
  ${
    ready
      ? html`<p class="notice good">The school has read this phone's test message. From now on it works without a signal.</p>`
      : html`<p class="notice bad">The school could not read this phone's test message. Tell the office. What you report is kept and sent all the same.</p>`
  }
  <p>Say who is using it, so that reports carry the right name.</p>
  <div class="row">
    <a class="button grow" href="#/sign-in">Sign in</a>
    <a class="button second grow" href="#/">Go to today</a>
  </div>
</div>`;
