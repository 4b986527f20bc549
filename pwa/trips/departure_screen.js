// Before we go: a minute at the coach. What is not well is said; it never stops anybody, and the headteacher hears why.
import { html, nothing } from "lit-html";
import { chips, digitsField, textArea } from "../foundation/fields.js";
import { inWords } from "../foundation/times.js";
import { NotSavedError } from "../outbox/file_record.js";
import { contactList } from "../policy/contacts_part.js";
import { contactsFor } from "../policy/contacts_rules.js";
import { whyPart } from "../policy/why_part.js";
import { browserSays } from "./battery.js";
import { allPoints, answerProblems, answersIn, factPoints, FORCED, found, reasonProblem } from "./departure_rules.js";

/** @typedef {import("./departure_rules.js").Point} Point */
/** @typedef {{window: import("../phones/unlock_rules.js").Window | null, unlocked: unknown, people: import("../phones/unlock_rules.js").Person[], list: import("./todays_list.js").List | null, card: any, now: number, departure: {trip: string, at: number} | null}} Known */
/** @typedef {{filing: {check: (check: import("./departure_rules.js").Found) => Promise<void>}, knowledge: {known: () => Known}, sending: {hope: () => unknown}, repaint: () => void}} Around */

const YES_NO = /** @type {const} */ ([
  ["yes", "Yes"],
  ["no", "No"],
]);

/** Five points; one or two are asked. */
export class DepartureScreen {
  title = "Before we go";

  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    this.looks = fresh();
    /** @type {number | null} */
    this.battery = null;
  }

  async enter() {
    this.looks = fresh();
    // The school may have noted the charge, and changed the list, a minute ago.
    this.around.sending.hope();
    this.battery = await browserSays();
    this.around.repaint();
  }

  /** @param {Known} known */
  view(known) {
    const { window, unlocked, people } = known;
    if (!window)
      return html`<p class="card">This phone goes on no trip now. The check is open from 18:00 the evening before.</p>`;
    if (!unlocked)
      return html`<div class="stack"><p>Whoever takes the phone checks it, with it open.</p>
        <a class="button wide" href=${people.length > 0 ? "#/unlock" : "#/sign-in"}>${people.length > 0 ? "Unlock" : "Sign in"}</a></div>`;
    if (known.departure?.trip === window.trip.id && !this.looks.isAgain)
      return this.donePart(known.departure, known.now);
    return this.formPart({ ...known, window });
  }

  /** @param {{at: number}} departure @param {number} now */
  donePart({ at }, now) {
    return html`<div class="stack">
      <p class="notice good"><strong>Checked at ${inWords(at, now)}.</strong> The school reads of it with the next signal.</p>
      <a class="button wide" href="#/">Back to today</a>
      <button class="button plain" type="button" @click=${() => this.show({ isAgain: true })}>Check it again</button>
    </div>`;
  }

  /** @param {Known & {window: import("../phones/unlock_rules.js").Window}} known */
  formPart(known) {
    const { isAsking, isAnswered, problems, notKept } = this.looks;
    const answers = answersIn(this.looks, known);
    const { inHand, charge } = answers;
    const points = isAnswered ? allPoints(answers, known) : factPoints(known, charge);
    const bad = points.some(({ isWell }) => !isWell);
    return html`<form class="stack" novalidate @submit=${(/** @type {Event} */ event) => this.submit(event)}>
      <p><strong>${known.window.trip.title}</strong></p>
      ${chips({ name: "in-hand", legend: "Is this phone in your hand?", short: true, options: YES_NO, value: inHand, told: value => this.change({ inHand: value }) })}
      ${problems.inHand ? html`<p class="problem" role="alert">${problems.inHand}</p>` : nothing}
      ${charge === null ? this.notedPart() : this.chargeField(charge)}
      <ul class="points" aria-label="What this phone knows by itself">${points.map(pointPart)}</ul>
      ${bad ? this.anywayPart(known.card) : nothing}
      <button class="button wide" ?disabled=${isAsking}>${bad ? "Going anyway" : "Ready to go"}</button>
      ${notKept ? html`<p class="problem" role="alert">NOT saved: this phone's storage did not answer. Try again.</p>` : nothing}
    </form>`;
  }

  /** @param {string} charge */
  chargeField(charge) {
    const { problems } = this.looks;
    const words = {
      name: "charge",
      label: "How full is its battery?",
      hint: `Percent, as the phone shows it${this.browserSays()}`,
    };
    const told = (/** @type {string} */ value) => this.change({ charge: value });
    return digitsField({ ...words, most: 3, value: charge, told, problem: problems.charge ?? "" });
  }

  /** What the school noted stands among the points; whoever sees another number gives that. */
  notedPart() {
    return html`<div class="row">
      <p class="grow">The school noted how full it is${this.browserSays()}.</p>
      <button class="button second" type="button" @click=${() => this.change({ charge: "" })}>It shows another number</button>
    </div>`;
  }

  browserSays() {
    return this.battery === null ? "" : `. The browser says ${this.battery}%`;
  }

  /** @param {any} card */
  anywayPart(card) {
    const { reason, problems } = this.looks;
    return html`<section class="stack" aria-label="Going anyway">
      <p class="notice wait">Nothing here stops the coach. If you go anyway, the headteacher is told why.</p>
      ${textArea({ name: "reason", label: "Why are you going anyway?", value: reason, told: value => this.change({ reason: value }), problem: problems.reason ?? "" })}
      <p>No phone is fit to go? ${inFront(card?.own_phone?.agrees ?? "the headteacher or SLT")} can agree the emergency use of your own phone.</p>
      ${whyPart("own_phone.agrees", card)}
      <details class="someone-else"><summary>Whom to ring for that</summary>
        ${contactList(contactsFor(card, ["headteacher", "base_contact", "office"]))}
      </details>
    </section>`;
  }

  /** @param {Event} event */
  async submit(event) {
    event.preventDefault();
    const known = this.around.knowledge.known();
    const { reason, isAsking } = this.looks;
    if (isAsking || !known.window) return;
    const facts = { ...known, window: known.window };
    const answers = answersIn(this.looks, known);
    const problems = answerProblems(answers);
    if (Object.keys(problems).length > 0) return this.refuse(problems);
    const check = found(answers, facts, reason);
    const why = check.kind === FORCED ? reasonProblem(reason) : "";
    if (why) return this.refuse({ reason: why });
    await this.file(check);
  }

  /** @param {import("./departure_rules.js").Found} check */
  async file(check) {
    this.show({ isAsking: true, isAnswered: true, notKept: false });
    try {
      await this.around.filing.check(check);
      this.show(fresh());
    } catch (error) {
      if (!(error instanceof NotSavedError)) throw error;
      this.show({ isAsking: false, notKept: true });
    }
  }

  /** @param {Problems} problems */
  refuse(problems) {
    // What was answered shows among the points once it can be read.
    this.show({ problems, isAsking: false, isAnswered: !problems.inHand && !problems.charge });
    const field = problems.charge ? "charge" : "reason";
    document.getElementById(field)?.focus();
  }

  /** @param {Partial<ReturnType<typeof fresh>>} part */
  change(part) {
    const answers = answersIn({ ...this.looks, ...part }, this.around.knowledge.known());
    const isAnswered = Object.keys(answerProblems(answers)).length === 0;
    this.show({ ...part, problems: {}, isAnswered });
  }

  /** @param {Partial<ReturnType<typeof fresh>>} looks */
  show(looks) {
    this.looks = { ...this.looks, ...looks };
    this.around.repaint();
  }
}

/** @param {string} words */
const inFront = words => words.charAt(0).toUpperCase() + words.slice(1);

/** @typedef {{inHand?: string, charge?: string, reason?: string}} Problems */

/** @param {Point} point */
const pointPart = ({ isWell, words }) =>
  html`<li class="notice ${isWell ? "good" : "bad"}"><strong>${isWell ? "Well:" : "Not well:"}</strong> ${words}</li>`;

function fresh() {
  const inHand = /** @type {string | null} */ (null);
  return {
    inHand,
    charge: /** @type {string | null} */ (null),
    reason: "",
    problems: /** @type {Problems} */ ({}),
    isAsking: false,
    isAnswered: false,
    isAgain: false,
    notKept: false,
  };
}
