// Choosing a PIN on this phone: after signing in, or after a rescue code.
import { html } from "lit-html";
import { digitsField } from "../foundation/fields.js";
import { PIN_DIGITS, pinProblem } from "./pin_rules.js";
import { NOT_KEPT, notChosenInWords } from "./unlock_words.js";

/** @typedef {import("./unlocking.js").Opened} Opened */
/** @typedef {import("../foundation/requests.js").Answer} Answer */
/** @typedef {{lock: Pick<import("./opener.js").Opener, "choosePin">, go: (hash: string) => void, repaint: () => void}} Around */

/** Six figures, twice. */
export class PinScreen {
  title = "Choose your PIN for this phone";

  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    this.next = "#/";
    this.looks = fresh();
  }

  /** @param {string} [next] the screen that comes after, if not the first */
  enter(next = "") {
    this.next = `#/${next}`;
    this.looks = fresh();
  }

  view() {
    const { pin, again, problem, isAsking } = this.looks;
    return html`<form class="stack" novalidate @submit=${(/** @type {Event} */ event) => this.submit(event)}>
      <p>With it you open this phone on a trip, with or without a signal. It is yours alone: on another phone you choose another.</p>
      ${digitsField({ name: "pin", label: "PIN", hint: `${PIN_DIGITS} figures`, most: PIN_DIGITS, isSecret: true, value: pin, told: value => this.show({ pin: value, problem: "" }), problem })}
      ${digitsField({ name: "again", label: "The same again", most: PIN_DIGITS, isSecret: true, value: again, told: value => this.show({ again: value, problem: "" }) })}
      <button class="button wide" ?disabled=${isAsking}>${isAsking ? "Keeping it…" : "Keep this PIN"}</button>
      <a class="button plain" href="#/">Not now</a>
    </form>`;
  }

  /** @param {Event} event */
  async submit(event) {
    event.preventDefault();
    const { pin, again, isAsking } = this.looks;
    if (isAsking) return;
    const problem = pinProblem(pin, again);
    if (problem) return this.refuse(problem);
    this.show({ isAsking: true, problem: "" });
    try {
      const outcome = await this.around.lock.choosePin(pin);
      if (!("refused" in outcome)) return this.around.go(this.next);
      this.refuse(notChosenInWords(outcome.refused));
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      this.refuse(NOT_KEPT);
    }
  }

  /** @param {string} problem */
  refuse(problem) {
    this.show({ isAsking: false, problem });
    document.getElementById("pin")?.focus();
  }

  /** @param {Partial<ReturnType<typeof fresh>>} looks */
  show(looks) {
    this.looks = { ...this.looks, ...looks };
    this.around.repaint();
  }
}

function fresh() {
  return { pin: "", again: "", problem: "", isAsking: false };
}
