// Turning alerts on: what it is like on this phone, in plain words, and the one thing to do about it.
import { html, nothing } from "lit-html";
import { inWords } from "../foundation/times.js";

/** @typedef {import("./push_rules.js").Standing} Standing */
/** @typedef {{canPush: boolean, isAppleTab: boolean}} Browser */
/** @typedef {{device: import("../foundation/device.js").Device, people: unknown[], now: number}} Known */

const LOOKS_MS = 1000;
const WAITS_MS = 60_000;

const OUTCOMES = {
  here: "",
  no_answer: "No answer from the school: no signal. Alerts are turned on with the next signal, while Lanyard is open.",
  refused: "The browser or the school did not take it. Open Lanyard again with a signal, and try once more.",
  denied: "",
};
const TRIALS = {
  asking: "Asking for a test…",
  sent: "The test is on its way. Lock the screen if you like: it comes all the same.",
  came: "",
  late: "No test has come in a minute. Look at the steps below, and try once more.",
  no_answer: "No answer from the school: no signal. Try again with one.",
  refused: "The school could not send a test. Open Lanyard again with a signal, and try once more.",
};

/** The part of the alerts' screen that turns them on. */
export class PushPart {
  /** @param {{pushing: import("./pushing.js").Pushing, browser: () => Browser, clock: () => number, later: (work: () => void, ms: number) => void, repaint: () => void}} around */
  constructor(around) {
    this.around = around;
    this.looks = fresh();
  }

  async enter() {
    this.looks = fresh();
    await Promise.allSettled([this.around.pushing.load()]);
    this.around.repaint();
  }

  /** @param {Known} known */
  view(known) {
    const { pushing, browser } = this.around;
    const standing = pushing.standing(browser());
    return html`<div class="stack">
      <p class="notice ${TONES[standing]}" role="status">${this.words(standing, known)}</p>
      ${this.looks.said ? html`<p class="notice wait" role="alert">${this.looks.said}</p>` : nothing}
      ${this.act(standing)}
      ${known.people.length === 0 ? NOBODY : nothing}
      ${HOW[standing]?.(known.device) ?? nothing}
      <p class="quiet">An alert shows one of two lines on a locked screen, “Lanyard: needs you now” or “Lanyard: read today”, and nothing about anybody.</p>
    </div>`;
  }

  /** @param {Standing} standing @param {Known} known */
  words(standing, { now }) {
    const { came_at = 0 } = this.around.pushing.noted;
    return WORDS[standing](came_at ? inWords(came_at, now) : "");
  }

  /** @param {Standing} standing */
  act(standing) {
    if (standing === "off")
      return html`<button class="button wide" type="button" ?disabled=${this.looks.isAsking} @click=${() => this.turnOn()}>Turn on alerts</button>`;
    if (!["on", "unproven", "silent"].includes(standing)) return nothing;
    const { trial } = this.looks;
    const isBusy = trial === "asking" || trial === "sent";
    return html`<button class="button ${standing === "on" ? "second" : ""} wide" type="button" ?disabled=${isBusy} @click=${() => this.test()}>Send a test alert</button>
      <p role="status">${this.trialInWords()}</p>`;
  }

  trialInWords() {
    const { trial } = this.looks;
    if (trial !== "came") return trial ? TRIALS[trial] : "";
    const { test_at = 0 } = this.around.pushing.noted;
    return `The test came back at ${inWords(test_at, this.around.clock())}.`;
  }

  async turnOn() {
    this.show({ isAsking: true, said: "" });
    const outcome = await this.around.pushing.turnOn().catch(gaveUp);
    this.show({ isAsking: false, said: OUTCOMES[outcome] });
  }

  async test() {
    const since = this.around.clock();
    this.show({ trial: "asking" });
    const trial = await this.around.pushing.test();
    this.show({ trial });
    if (trial === "sent") this.waits(since);
  }

  /** @param {number} since ms */
  async waits(since) {
    const { pushing, clock, later } = this.around;
    const [looked] = await Promise.allSettled([pushing.cameSince(since)]);
    if (looked?.status === "fulfilled" && looked.value) return this.show({ trial: "came" });
    if (clock() - since > WAITS_MS) return this.show({ trial: "late" });
    later(() => this.waits(since), LOOKS_MS);
  }

  /** @param {Partial<ReturnType<typeof fresh>>} looks */
  show(looks) {
    this.looks = { ...this.looks, ...looks };
    this.around.repaint();
  }
}

/** @param {unknown} error @returns {"refused"} */
function gaveUp(error) {
  if (error instanceof DOMException) return "refused";
  throw error;
}

const fresh = () => ({ isAsking: false, said: "", trial: /** @type {keyof typeof TRIALS | null} */ (null) });

/** @type {Record<Standing, string>} */
const TONES = {
  ...{ tab: "wait", unsupported: "wait", denied: "bad", off: "wait", unproven: "wait", silent: "bad", on: "good" },
};

/** @type {Record<Standing, (came: string) => string>} */
const WORDS = {
  tab: () => "Alerts cannot come to this browser tab. On an iPhone or iPad they come to the installed app alone.",
  unsupported: () =>
    "Alerts cannot come by themselves here: this browser has no way for it. Open Lanyard to read them.",
  denied: () => "Alerts are turned off for Lanyard on this phone.",
  off: () => "Alerts are not turned on. They are read here whenever Lanyard is open.",
  unproven: () => "Alerts are on, but none has come yet. Send a test.",
  silent: came => `Nothing has come to this phone since ${came}. Send a test.`,
  on: came => `Alerts are on. The last one came ${came}.`,
};

const NOBODY = html`<p class="notice">Alerts come for those who have a PIN on this phone. Nobody has one yet.</p>`;

/** @typedef {(device: import("../foundation/device.js").Device) => unknown} Steps */
/** What can be done about it where no tap in the app does it. @type {Partial<Record<Standing, Steps>>} */
const HOW = {
  tab: () => html`<a class="button wide" href="#/install">Add to Home Screen first</a>`,
  denied: device => steps(UNDO[device.system]),
  unproven: device => nothingCame(device),
  silent: device => nothingCame(device),
};

/** @type {Steps} */
const nothingCame = device =>
  html`<details><summary>If no test comes</summary>${steps(["See that the phone has a signal, and that no “Do Not Disturb” or Focus holds alerts back.", ...UNDO[device.system]])}</details>`;

/** @param {string[]} lines */
const steps = lines => html`<ol class="steps">${lines.map(line => html`<li>${line}</li>`)}</ol>`;

/** Where it is allowed, by system. @type {Record<import("../foundation/device.js").Device["system"], string[]>} */
const UNDO = {
  apple: ["Open Settings, then Notifications, then Lanyard.", "Turn on “Allow Notifications”.", "Come back here."],
  android: [
    "Press and hold Lanyard on the home screen, then tap App info.",
    "Tap Notifications, and allow them.",
    "Come back here.",
  ],
  other: [
    "Tap the sign to the left of the address, then the settings of this site.",
    "Allow notifications.",
    "Come back here.",
  ],
};
