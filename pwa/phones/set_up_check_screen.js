// The set-up check, each term: some points the phone knows, some the network manager looks at. It stops nobody.
import { html, nothing } from "lit-html";
import { chips, textField } from "../foundation/fields.js";
import { NotSavedError } from "../outbox/file_record.js";
import { ASKED, bodyOf, FOUND, KIND, named, noteProblems, unlooked } from "./set_up_check_rules.js";
import { ownFacts, triesTheCamera } from "./set_up_facts.js";

/** @typedef {import("./set_up_check_rules.js").Name} Name */
/** @typedef {{author: {name: string} | null, people: unknown[], device: import("../foundation/device.js").Device}} Known */
/** @typedef {{filing: Pick<import("../shell/filing.js").Filing, "tell">, testAlert: () => Promise<boolean | null>, repaint: () => void}} Around */

const OPTIONS = /** @type {const} */ ([
  ["yes", "Yes"],
  ["no", "No"],
  ["unlooked", "Not looked at"],
]);
const ANSWERS = new Map(
  /** @type {const} */ ([
    ["yes", true],
    ["no", false],
  ]),
);

/** Nine points. */
export class SetUpCheckScreen {
  title = "Set-up check";

  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    this.looks = fresh();
  }

  /** @param {string} _param @param {Known} known */
  async enter(_param, { device }) {
    this.looks = fresh();
    this.answer(await ownFacts(device));
    this.answer({ test_alert: await this.around.testAlert() });
  }

  /** @param {Known} known */
  view(known) {
    const { isFiled, isAsking, notKept } = this.looks;
    if (isFiled) return this.donePart();
    return html`<form class="stack" novalidate @submit=${(/** @type {Event} */ event) => this.submit(event)}>
      <p>For the network manager, each term. Nothing here stops a report.</p>
      ${known.author ? nothing : nobodyPart(known)}
      <section class="stack" aria-labelledby="found"><h2 id="found">What this phone knows</h2>
        <ul class="points">${FOUND.map(point => this.foundPart(point))}</ul></section>
      <section class="stack" aria-labelledby="asked"><h2 id="asked">What you look at</h2>
        ${ASKED.map(point => this.askedPart(point))}</section>
      ${this.leftPart()}
      <button class="button wide" ?disabled=${isAsking}>Save this check</button>
      ${notKept ? html`<p class="problem" role="alert">NOT saved: this phone's storage did not answer. Try again.</p>` : nothing}
    </form>`;
  }

  /** @param {(typeof FOUND)[number]} point */
  foundPart({ name, short, well, notWell, unknown }) {
    const is = this.looks.answers[name];
    if (is === null)
      return html`<li class="notice stack-tight"><p>${unknown || "Looking…"}</p>${this.tryPart(name)}</li>`;
    return html`<li class="notice ${is ? "good" : "bad"} stack-tight"><p><strong>${is ? "Well:" : "Not well:"}</strong> ${is ? well : notWell}</p>
      ${is ? nothing : this.tryPart(name)}${is ? nothing : this.notePart(name, short)}</li>`;
  }

  /** What can be tried at once. @param {Name} name */
  tryPart(name) {
    if (name === "test_alert") return html`<a class="button second" href="#/alerts/on">Send a test alert</a>`;
    if (name !== "camera") return nothing;
    return html`<button class="button second" type="button" @click=${() => this.tryCamera()}>Try the camera</button>`;
  }

  /** @param {(typeof ASKED)[number]} point */
  askedPart({ name, short, legend }) {
    const is = this.looks.answers[name];
    const value = is === null ? "unlooked" : is ? "yes" : "no";
    const told = (/** @type {string} */ given) =>
      this.answer({ [name]: ANSWERS.get(/** @type {"yes"} */ (given)) ?? null });
    return html`<div class="stack-tight">${chips({ name, legend, short: true, options: OPTIONS, value, told })}
      ${is === false ? this.notePart(name, short) : nothing}</div>`;
  }

  /** @param {Name} name @param {string} short */
  notePart(name, short) {
    const { notes, problems } = this.looks;
    const told = (/** @type {string} */ note) =>
      this.show({ notes: { ...this.looks.notes, [name]: note }, problems: {} });
    const words = { label: `Note: ${short}`, hint: "In short. Nothing about a pupil", problem: problems[name] ?? "" };
    return textField({ name: `note-${name}`, value: notes[name] ?? "", told, ...words });
  }

  /** What is left, said before saving: it stops nobody. */
  leftPart() {
    const left = named(this.looks.answers, null);
    return left.length > 0 ? html`<p class="quiet">Not looked at: ${left.join(", ")}.</p>` : nothing;
  }

  donePart() {
    const bad = named(this.looks.answers, false);
    return html`<div class="stack">
      <p class="notice good" role="status"><strong>Saved on this phone.</strong> The school reads of it with the next signal.</p>
      ${bad.length > 0 ? html`<p class="notice bad">Not well: ${bad.join(", ")}.</p>` : nothing}
      ${this.leftPart()}
      <a class="button wide" href="#/">Go to today</a>
    </div>`;
  }

  async tryCamera() {
    this.answer({ camera: await triesTheCamera() });
  }

  /** @param {Event} event */
  async submit(event) {
    event.preventDefault();
    const { answers, notes, isAsking } = this.looks;
    if (isAsking) return;
    const problems = noteProblems(notes);
    const [first] = Object.keys(problems);
    if (first) {
      this.show({ problems });
      return document.getElementById(`note-${first}`)?.focus();
    }
    this.show({ isAsking: true, notKept: false });
    try {
      await this.around.filing.tell(KIND, null, bodyOf(answers, notes));
      this.show({ isFiled: true });
    } catch (error) {
      if (!(error instanceof NotSavedError)) throw error;
      this.show({ isAsking: false, notKept: true });
    }
  }

  /** @param {Partial<import("./set_up_check_rules.js").Answers>} part */
  answer(part) {
    this.show({ answers: { ...this.looks.answers, ...part } });
  }

  /** @param {Partial<ReturnType<typeof fresh>>} looks */
  show(looks) {
    this.looks = { ...this.looks, ...looks };
    this.around.repaint();
  }
}

/** @param {Known} known */
const nobodyPart = ({ people }) => html`<div class="notice wait stack-tight">
  <p>Nobody has opened this phone. The check counts where the network manager makes it.</p>
  <a class="button second" href=${people.length > 0 ? "#/unlock" : "#/sign-in"}>${people.length > 0 ? "Unlock" : "Sign in"}</a>
</div>`;

function fresh() {
  return {
    answers: unlooked(),
    notes: /** @type {import("./set_up_check_rules.js").Notes} */ ({}),
    problems: /** @type {import("./set_up_check_rules.js").Notes} */ ({}),
    isAsking: false,
    isFiled: false,
    notKept: false,
  };
}
