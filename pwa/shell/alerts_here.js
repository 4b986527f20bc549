// Alerts on this phone, put together: fetched at each contact, opened for whoever has the phone open, answered, and the clock that
// runs for what has to reach the school today.
import { nothing } from "lit-html";
import { AlertAnswers } from "../alerts/alert_answers.js";
import { alertsLine } from "../alerts/alert_parts.js";
import { needsSomebody, shownOf } from "../alerts/alert_rules.js";
import { refreshAlerts, showBadge } from "../alerts/alert_store.js";
import { AlertsScreen } from "../alerts/alerts_screen.js";
import { clocksPart } from "../alerts/deadline_part.js";
import { callOf } from "../alerts/deadline_rules.js";
import { PushPart } from "../alerts/push_part.js";
import { Pushing } from "../alerts/pushing.js";
import { SameDay } from "../alerts/same_day.js";
import { fromBase64url } from "../foundation/bytes.js";
import { reportsHere } from "../incidents/reports_here.js";
import { NotSavedError } from "../outbox/file_record.js";
import { isAppleTab, thisDevice } from "../foundation/device.js";
import { unsealed } from "../foundation/unseal.js";
import { staffIn } from "../phones/pins_here.js";

/** @typedef {import("./screens.js").Around} Around */
/** @typedef {import("../alerts/alert_rules.js").Inbox} Inbox */
/** @typedef {import("../alerts/alert_store.js").Sealed} Sealed */
/** @typedef {import("../phones/unlocking.js").Opened} Opened */
/** @typedef {{alerts: Sealed | null, items: import("../outbox/outbox_rules.js").Envelope[], unlocked: unknown, people: unknown[], card: any, now: number, offset: {seconds: number} | null}} Known */

const CALL = "call.made";
const REPORT = "report";

/** One phone's. */
export class AlertsHere {
  /** @param {Around} around */
  constructor(around) {
    const { machine, local, filing, repaint } = around;
    this.around = around;
    const tell = filing.tell.bind(filing);
    this.answers = new AlertAnswers({ local, tell, clock: machine.clock });
    this.sameDay = new SameDay(local, repaint);
    /** Reports whose call is just being noted. @type {Set<string>} */
    this.ringing = new Set();
    const { fetch, clock } = machine;
    this.pushing = new Pushing({ fetch, local, clock, staff: () => staffIn(local), world });
    /** What is opened, and for whom; `inbox` is null until it is. @type {{opened: Opened, bytes: string | undefined, inbox: Inbox | null} | null} */
    this.open = null;
    this.screen = new AlertsScreen({
      open: known => this.shown(known),
      say: (alert, act, more) => this.answers.say(alert, this.staff, act, more).finally(repaint),
      pushes: new PushPart({ pushing: this.pushing, browser, clock, later: setTimeout.bind(window), repaint }),
      repaint,
    });
    this.load();
  }

  /** Who has the phone open. */
  get staff() {
    return this.around.lock.opened?.person.staff ?? "";
  }

  async load() {
    await Promise.allSettled([this.answers.load(), this.sameDay.load()]);
    this.around.repaint();
  }

  /** After each contact with the school. */
  async heard() {
    const { machine, local, knowledge } = this.around;
    const alerts = await refreshAlerts(machine.fetch, local);
    knowledge.learn({ alerts });
    await showBadge(navigator, alerts?.needs ?? 0);
    await this.pushing.renew();
  }

  /** What whoever has the phone open was told of; null while it is locked, or not opened yet. @param {Known} known */
  shown({ alerts, items }) {
    const { opened } = this.around.lock;
    const bytes = opened ? alerts?.of[opened.person.unlock] : undefined;
    if (!opened) this.open = null;
    else if (this.open?.opened !== opened || this.open.bytes !== bytes) this.opens(opened, bytes);
    const inbox = this.open?.inbox;
    if (!opened || !inbox) return null;
    const here = { answers: this.answers.all, items, staff: opened.person.staff };
    return { list: shownOf(inbox, here), people: inbox.people, staff: here.staff };
  }

  /** What was there before stays on screen meanwhile, where it is the same person's. @param {Opened} opened @param {string | undefined} bytes */
  async opens(opened, bytes) {
    const before = this.open?.opened === opened ? this.open.inbox : null;
    const open = { opened, bytes, inbox: before };
    this.open = open;
    if (!bytes) return;
    const { unlock } = opened.person;
    open.inbox = await unsealed(opened.open.seal, { type: "pack", id: unlock }, fromBase64url(bytes).buffer);
    this.around.repaint();
  }

  /** For the set-up check. */
  testAlert() {
    return this.pushing.testAlert(browser());
  }

  /** On the first screen. @param {Known} known */
  todayPart(known) {
    return [this.clocksPart(this.sameDay.clocks(known), known), this.line(known)];
  }

  /** After a report was saved: the clock that runs for it, if any. @param {Known & {filed: string}} known */
  filedPart(known) {
    const own = this.sameDay.clocks(known).filter(({ id }) => id === known.filed);
    return this.clocksPart(own, known);
  }

  /** @param {import("../alerts/deadline_rules.js").Clock[]} clocks @param {Known} known */
  clocksPart(clocks, known) {
    return clocksPart(clocks, known, (clock, contact) => this.rang(clock, contact));
  }

  /** @param {Known} known */
  line(known) {
    if (!known.unlocked) return known.alerts?.needs || known.people.length > 0 ? this.lockedLine(known) : nothing;
    const list = this.shown(known)?.list ?? [];
    return alertsLine(list.filter(needsSomebody).length, true);
  }

  /** @param {Known} known */
  lockedLine({ alerts }) {
    this.open = null;
    return alertsLine(alerts?.needs ?? 0, false);
  }

  /** A report was filed on the form. @param {string} id @param {import("../outbox/drafts.js").Draft} draft */
  async filed(id, { form, fields }) {
    if (form.name === REPORT) reportsHere(this.around).add(id);
    await this.sameDay.filed(id, fields, this.around.knowledge.parts.items);
  }

  /** One tap, after a call. @param {import("../alerts/deadline_rules.js").Clock} clock @param {import("../policy/contacts_rules.js").Contact | null} contact */
  async rang({ id }, contact) {
    if (this.ringing.has(id)) return;
    this.ringing.add(id);
    const { machine, filing, knowledge } = this.around;
    const at = machine.clock();
    try {
      await filing.tell(CALL, null, callOf(id, contact, at));
      await this.sameDay.rang(id, at);
    } catch (error) {
      if (!(error instanceof NotSavedError)) throw error;
      knowledge.learn({ hasStorageTrouble: true });
    } finally {
      this.ringing.delete(id);
    }
  }
}

/** @type {AlertsHere | null} */
let made = null;

/** One of them, whoever asks first. @param {Around} around */
export function alertsHere(around) {
  made ??= new AlertsHere(around);
  return made;
}

/** What this browser has for alerts that come by themselves. */
const browser = () => ({
  canPush: "PushManager" in window && "Notification" in window && "serviceWorker" in navigator,
  isAppleTab: isAppleTab(thisDevice()),
});

/** @type {import("../alerts/pushing.js").World} */
const world = {
  pushes: async () => (await navigator.serviceWorker?.getRegistration("/app"))?.pushManager ?? null,
  permission: () => ("Notification" in window ? Notification.permission : "denied"),
  askPermission: () => Notification.requestPermission(),
};
