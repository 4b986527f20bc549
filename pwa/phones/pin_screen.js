// Choosing a PIN on this phone: after signing in, or after a rescue code.
import { html, nothing } from "lit-html";
import { digitsField } from "../foundation/fields.js";
import { PIN_DIGITS, pinProblem } from "./pin_rules.js";
import { NOT_KEPT, notChosenInWords } from "./unlock_words.js";

/** @typedef {import("./unlocking.js").Opened} Opened */
/** @typedef {import("../foundation/requests.js").Answer} Answer */
/** @typedef {{lock: Pick<import("./opener.js").Opener, "choosePin">, isOn: () => boolean, go: (hash: string) => void, repaint: () => void}} Around */

/** Six figures, twice. */
export class PinScreen {
  title = "Choose your PIN for this phone";

  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    this.next = "#/";
    this.looks = fresh();
    /** Goes up each time somebody comes here. */
    this.turn = 0;
  }

  /** @param {string} [next] the screen that comes after, if not the first */
  enter(next = "") {
    this.next = `#/${next}`;
    this.turn += 1;
    // One at a time: of two PINs the school would keep the one, and this phone perhaps the other.
    this.looks = { ...fresh(), isAsking: this.looks.isAsking };
  }

  /** @param {{author?: {name: string} | null}} known */
  view({ author }) {
    const { pin, again, problem, isAsking } = this.looks;
    return html`<form class="stack" novalidate @submit=${(/** @type {Event} */ event) => this.submit(event)}>
      ${author ? html`<p>For <strong>${author.name}</strong>.</p>` : nothing}
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
    const { turn } = this;
    this.show({ isAsking: true, problem: "" });
    const refused = await this.asked(pin).finally(() => this.show({ isAsking: false }));
    // Whoever went elsewhere meanwhile is not fetched back.
    if (turn !== this.turn || !this.around.isOn()) return;
    if (refused) this.refuse(refused);
    else this.around.go(this.next);
  }

  /** @param {string} pin @returns {Promise<string>} why it was not kept, in words */
  async asked(pin) {
    try {
      const outcome = await this.around.lock.choosePin(pin);
      return "refused" in outcome ? notChosenInWords(outcome.refused) : "";
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return NOT_KEPT;
    }
  }

  /** @param {string} problem */
  refuse(problem) {
    this.show({ problem });
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
