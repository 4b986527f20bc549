// Joining one trip with a code from the office: no e-mail and no password. A PIN and the agreement come next.
import { html } from "lit-html";
import { textField } from "../foundation/fields.js";
import { readCode } from "../foundation/one_time_codes.js";
import { codeProblemOf, NO_CODE, NOT_REMEMBERED } from "./sign_in_words.js";

/** @typedef {{join: (code: string) => Promise<import("./signing_in.js").Outcome>, go: (hash: string) => void, repaint: () => void}} Around */

/** One field. */
export class JoinScreen {
  title = "Join this trip";

  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    this.looks = fresh();
  }

  enter() {
    this.looks = fresh();
  }

  view() {
    const { typed, problem, isAsking } = this.looks;
    return html`<form class="stack" novalidate @submit=${(/** @type {Event} */ event) => this.submit(event)}>
      <p>For a supply teacher, with the code that the office gave. After it you choose a PIN and sign the agreement.</p>
      ${textField({ name: "code", label: "Code", hint: "8 letters and numbers; small letters are fine.", extra: "as-typed", value: typed, told: value => this.show({ typed: value, problem: "" }), problem })}
      <button class="button wide" ?disabled=${isAsking}>${isAsking ? "Joining…" : "Join"}</button>
      <a class="button plain" href="#/">Not now</a>
    </form>`;
  }

  /** @param {Event} event */
  async submit(event) {
    event.preventDefault();
    if (this.looks.isAsking) return;
    const code = readCode(this.looks.typed);
    if (!code) return this.refuse(NO_CODE);
    this.show({ isAsking: true, problem: "" });
    try {
      const outcome = await this.around.join(code);
      if ("author" in outcome) return this.around.go("#/pin/agreement");
      this.refuse(codeProblemOf(outcome.refused, Date.now()));
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      this.refuse(NOT_REMEMBERED);
    }
  }

  /** @param {string} problem */
  refuse(problem) {
    this.show({ isAsking: false, problem });
    document.getElementById("code")?.focus();
  }

  /** @param {Partial<ReturnType<typeof fresh>>} looks */
  show(looks) {
    this.looks = { ...this.looks, ...looks };
    this.around.repaint();
  }
}

function fresh() {
  return { typed: "", problem: "", isAsking: false };
}
