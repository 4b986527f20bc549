// Alerts on the phone: what somebody was told of, behind the lock; one of them, whom to ring, and what they say to it.
import { html, nothing } from "lit-html";
import { NotSavedError } from "../outbox/file_record.js";
import { alertContacts, alertInList, alertPart, answerPart } from "./alert_parts.js";
import { isAlert, isClosed, isUnopened, problemOf, TEST } from "./alert_rules.js";

/** @typedef {import("./alert_rules.js").Shown} Shown */
/** @typedef {import("./alert_rules.js").Inbox} Inbox */
/** @typedef {import("./alert_parts.js").Looks} Looks */
/** @typedef {import("./alert_parts.js").Said} Said */
/** `staff` is whose they are. @typedef {{list: Shown[], people: Inbox["people"], staff: string} | null} Open null while locked, or not opened yet */
/** @typedef {{unlocked: unknown, people: unknown[], now: number, alerts: unknown, device: import("../foundation/device.js").Device}} Known */
/**
 * @typedef {object} Around
 * @property {(known: any) => Open} open what whoever has the phone open was told of
 * @property {(alert: Shown, act: import("./alert_rules.js").Act, more?: {to?: string, words?: string}) => Promise<unknown>} say
 * @property {import("./push_part.js").PushPart} pushes
 * @property {() => void} repaint
 */

const SETTINGS = "on";

/** The list, one of them, or turning them on, by the address. */
export class AlertsScreen {
  title = "Alerts";

  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    this.param = "";
    this.looks = fresh();
    /** @type {Set<string>} those whose opening was said since the start, by whom */
    this.seen = new Set();
  }

  /** @param {string} param */
  enter(param) {
    this.param = param;
    this.looks = fresh();
    if (param === SETTINGS) this.around.pushes.enter();
  }

  /** @param {Known} known */
  view(known) {
    if (this.param === SETTINGS) return html`${this.around.pushes.view(known)}${back}`;
    if (this.param === TEST) return html`<p class="notice good">That was a test. Alerts come to this phone.</p>${back}`;
    if (!known.unlocked) return this.locked(known);
    const open = this.around.open(known);
    if (!open) return html`<p class="notice wait">${known.alerts ? "Opening…" : NEVER_ASKED}</p>${toTurnOn}`;
    return isAlert(this.param) ? this.one(open, known) : listPart(open, known);
  }

  /** Nothing of what was typed stays on a locked phone. @param {Known} known */
  locked({ people }) {
    this.looks = fresh();
    const hasPins = people.length > 0;
    const then = isAlert(this.param) ? this.param : "alerts";
    return html`<div class="stack"><p>${hasPins ? "Unlock to read." : "Alerts need a PIN: sign in once, with a signal, and choose one."}</p>
      <a class="button wide" href=${hasPins ? `#/unlock/${then}` : "#/sign-in"}>${hasPins ? "Unlock" : "Sign in"}</a>
      ${toTurnOn}</div>`;
  }

  /** @param {NonNullable<Open>} open @param {Known} known */
  one({ list, people, staff }, { now }) {
    const alert = list.find(({ id }) => id === this.param);
    if (!alert) return html`<p class="notice wait">${UNKNOWN}</p>${back}`;
    // What the phone files the school can read: about the headteacher it files nothing, and the chair answers in the office.
    if (!alert.apart && isUnopened(alert)) this.sees(alert, staff);
    const does = {
      ask: (/** @type {Said | null} */ asked) => this.show({ ...fresh(), asked }),
      type: (/** @type {Partial<Looks>} */ typed) => this.show({ ...typed, problem: "" }),
      say: (/** @type {Said} */ act) => this.say(alert, act),
    };
    return html`<div class="stack">
      ${alertPart(alert, people, now)}
      ${alert.apart ? IN_THE_OFFICE : answerPart(alert, people, this.looks, does)}
      ${isClosed(alert) ? nothing : alertContacts(alert)}
      ${back}
    </div>`;
  }

  /** Once by each who reads it: a storage that fails is tried again with the next look from the start. @param {Shown} alert @param {string} staff */
  async sees(alert, staff) {
    const once = `${staff} ${alert.id}`;
    if (this.seen.has(once)) return;
    this.seen.add(once);
    await Promise.allSettled([this.around.say(alert, "opened")]);
  }

  /** @param {Shown} alert @param {Said} act */
  async say(alert, act) {
    const { to, words, isSaving } = this.looks;
    if (isSaving) return;
    const problem = problemOf(act, { to, words });
    if (problem) return this.refuse(act, problem);
    this.show({ isSaving: true, notKept: false });
    try {
      await this.around.say(alert, act, { ...(act === "handed_on" ? { to } : {}), words });
      this.show(fresh());
    } catch (error) {
      if (!(error instanceof NotSavedError)) throw error;
      this.show({ isSaving: false, notKept: true });
    }
  }

  /** @param {Said} act @param {string} problem */
  refuse(act, problem) {
    this.show({ problem });
    const first = act === "closed" ? document.getElementById("words") : document.querySelector('input[name="to"]');
    /** @type {HTMLElement | null} */ (first)?.focus();
  }

  /** @param {Partial<Looks>} looks */
  show(looks) {
    this.looks = { ...this.looks, ...looks };
    this.around.repaint();
  }
}

/** @param {NonNullable<Open>} open @param {Known} known */
function listPart({ list, people }, { now }) {
  const [open, closed] = [list.filter(alert => !isClosed(alert)), list.filter(isClosed)];
  return html`<div class="stack">
    ${open.length > 0 ? html`<ul class="alerts">${open.map(alert => alertInList(alert, people, now))}</ul>` : html`<p class="notice good">Nothing waits for you.</p>`}
    ${closed.length > 0 ? html`<section class="stack" aria-labelledby="closed"><h2 id="closed">Closed</h2><ul class="alerts">${closed.map(alert => alertInList(alert, people, now))}</ul></section>` : nothing}
    ${toTurnOn}
  </div>`;
}

const back = html`<a class="button second wide" href="#/alerts">All alerts</a>`;
const toTurnOn = html`<a class="button plain wide" href="#/alerts/on">Alerts on this phone: on or off, and a test</a>`;
const IN_THE_OFFICE = html`<p class="notice">Take it up in the office, on the chair's own pages: nothing is said about it from a phone.</p>`;
const NEVER_ASKED = "This phone has no alerts from the school yet. They come with a signal.";
const UNKNOWN =
  "This alert is not on this phone, or not for you. If it came just now, it is here with the next signal; until then ring the office.";

/** @returns {Looks} */
const fresh = () => ({ asked: null, to: "", words: "", problem: "", isSaving: false, notKept: false });
