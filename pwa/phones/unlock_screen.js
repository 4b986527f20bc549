// Who is taking this phone? A tap on a name, six figures, and it is theirs. Reporting never waits for it.
import { html, nothing } from "lit-html";
import { isAlert } from "../alerts/alert_rules.js";
import { digitsField } from "../foundation/fields.js";
import { whyPart } from "../policy/why_part.js";
import { isPin, PIN_DIGITS } from "./pin_rules.js";
import { NOT_KEPT, refusedInWords } from "./unlock_words.js";

/** @typedef {import("./unlock_rules.js").Person} Person */
/** @typedef {import("./unlocking.js").Opened} Opened */
/** @typedef {import("./unlocking.js").Refused} Refused */
/** @typedef {{people: Person[], unlocked: Person | null, card?: any}} Known */
/**
 * @typedef {object} Around
 * @property {Pick<import("./opener.js").Opener, "openWithPin" | "openWithCode" | "lock">} lock
 * @property {() => boolean} isOn whether this screen is the one on
 * @property {(hash: string) => void} go
 * @property {() => void} repaint
 */

const CODE_DIGITS = 16;

/** Choosing who, then the PIN or the rescue code. */
export class UnlockScreen {
  title = "Who is taking this phone?";

  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    this.leadsTo = "#/";
    this.looks = fresh();
    /** Goes up each time somebody comes here, or to the names. */
    this.turn = 0;
  }

  /** @param {string} [param] the alert, or "alerts", that it is opened for */
  enter(param = "") {
    this.leadsTo = isAlert(param) ? `#/alerts/${param}` : param === "alerts" ? "#/alerts" : "#/";
    this.turn += 1;
    this.looks = fresh();
  }

  /** @param {Known} known */
  heading({ people }) {
    const person = people.find(({ unlock }) => unlock === this.looks.chosen);
    return person ? person.name : this.title;
  }

  /** @param {Known} known */
  view({ people, unlocked, card }) {
    const person = people.find(({ unlock }) => unlock === this.looks.chosen);
    return person ? this.form(person, card) : this.names(people, unlocked);
  }

  /** @param {Person[]} people @param {Person | null} unlocked */
  names(people, unlocked) {
    return html`<div class="stack">
      ${people.length === 0 ? html`<p>Nobody has a PIN on this phone yet. Sign in once with a signal and choose one; after that it opens without.</p>` : nothing}
      <ul class="names">${people.map(person => html`<li><button class="button second wide" type="button" @click=${() => this.choose(person)}>${person.name}</button></li>`)}</ul>
      <a class="button ${people.length === 0 ? "" : "plain"} wide" href="#/sign-in">${people.length === 0 ? "Sign in" : "Somebody else: sign in"}</a>
      <a class="button plain wide" href="#/join">I have a code for this trip</a>
      <a class="button plain wide" href="#/">${unlocked ? `Stay ${unlocked.name}` : "Not now"}</a>
    </div>`;
  }

  /** @param {Person} person @param {any} card */
  form(person, card) {
    const { isCode, typed, problem, isAsking } = this.looks;
    const field = isCode
      ? {
          name: "code",
          label: "Rescue code",
          hint: `${CODE_DIGITS} figures, as the office reads them out. It works once.`,
          most: CODE_DIGITS + 3,
        }
      : {
          name: "pin",
          label: "Your PIN",
          hint: `${PIN_DIGITS} figures. Nobody else needs to know them.`,
          most: PIN_DIGITS,
          isSecret: true,
        };
    return html`<form class="stack" novalidate @submit=${(/** @type {Event} */ event) => this.submit(event, person)}>
      ${digitsField({ ...field, value: typed, told: value => this.show({ typed: value, problem: "" }), problem })}
      <button class="button wide" ?disabled=${isAsking}>${isAsking ? "Opening…" : "Open"}</button>
      <div class="row">
        <button class="button plain" type="button" @click=${() => this.show({ isCode: !isCode, typed: "", problem: "" })}>${isCode ? "Use my PIN" : "I have forgotten my PIN"}</button>
        <button class="button plain" type="button" @click=${() => this.begin("")}>That is not me</button>
      </div>
      ${whyPart("phones.lock_minutes", card)}
    </form>`;
  }

  /** Anew, for this person or for the names: what the one before was asked for opens nothing any more. @param {string} chosen */
  begin(chosen) {
    this.turn += 1;
    this.around.lock.lock();
    this.show({ ...fresh(), chosen });
  }

  /** @param {Person} person */
  choose(person) {
    this.begin(person.unlock);
    document.getElementById("pin")?.focus();
  }

  /** @param {Event} event @param {Person} person */
  async submit(event, person) {
    event.preventDefault();
    const { isCode, typed, isAsking } = this.looks;
    if (isAsking) return;
    const problem = lack(typed, isCode);
    if (problem) return this.refuse(problem);
    const { turn } = this;
    this.show({ isAsking: true, problem: "" });
    const refused = await this.asked(person);
    // Whoever went elsewhere meanwhile is not fetched back.
    if (turn !== this.turn || !this.around.isOn()) return;
    if (refused) this.refuse(refused);
    else this.around.go(isCode ? "#/pin" : this.leadsTo);
  }

  /** @param {Person} person @returns {Promise<string>} why it did not open, in words */
  async asked(person) {
    const { isCode, typed } = this.looks;
    const { lock } = this.around;
    try {
      const outcome = await (isCode ? lock.openWithCode(person, typed) : lock.openWithPin(person, typed));
      return "refused" in outcome ? refusedInWords(outcome) : "";
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return NOT_KEPT;
    }
  }

  /** @param {string} problem */
  refuse(problem) {
    this.show({ isAsking: false, typed: "", problem });
    document.getElementById(this.looks.isCode ? "code" : "pin")?.focus();
  }

  /** @param {Partial<ReturnType<typeof fresh>>} looks */
  show(looks) {
    this.looks = { ...this.looks, ...looks };
    this.around.repaint();
  }
}

/** @param {string} typed @param {boolean} isCode */
function lack(typed, isCode) {
  const { length } = typed.replace(/\D/g, "");
  if (isCode) return length === CODE_DIGITS ? "" : `A rescue code has ${CODE_DIGITS} figures; this has ${length}.`;
  return isPin(typed) ? "" : `A PIN has ${PIN_DIGITS} figures.`;
}

function fresh() {
  return { chosen: "", isCode: false, typed: "", problem: "", isAsking: false };
}
