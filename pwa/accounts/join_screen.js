// Joining one trip with a code from the office: no e-mail and no password. A PIN and the agreement come next.
import { html } from "lit-html";
import { textField } from "../foundation/fields.js";
import { readCode } from "../foundation/one_time_codes.js";
import { codeProblemOf, NO_CODE, NOT_REMEMBERED } from "./sign_in_words.js";

/** @typedef {{join: (code: string) => Promise<import("./signing_in.js").Outcome>, isOn: () => boolean, go: (hash: string) => void, repaint: () => void}} Around */

/** One field. */
export class JoinScreen {
  title = "Join this trip";

  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    this.looks = fresh();
    /** Goes up each time somebody comes here. */
    this.turn = 0;
  }

  enter() {
    this.turn += 1;
    // One at a time: whoever joins last is who uses the phone.
    this.looks = { ...fresh(), isAsking: this.looks.isAsking };
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
    const { turn } = this;
    this.show({ isAsking: true, problem: "" });
    const refused = await this.asked(code).finally(() => this.show({ isAsking: false }));
    // Whoever went elsewhere meanwhile is not fetched back.
    if (turn !== this.turn || !this.around.isOn()) return;
    if (refused) this.refuse(refused);
    else this.around.go("#/pin/agreement");
  }

  /** @param {string} code @returns {Promise<string>} why nobody has joined, in words */
  async asked(code) {
    try {
      const outcome = await this.around.join(code);
      return "author" in outcome ? "" : codeProblemOf(outcome.refused, Date.now());
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return NOT_REMEMBERED;
    }
  }

  /** @param {string} problem */
  refuse(problem) {
    this.show({ problem });
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
