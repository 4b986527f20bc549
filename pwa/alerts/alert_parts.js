// The pieces of the alerts' screen and of the line on the first screen, one function each.
import { html, nothing } from "lit-html";
import { chips, textArea } from "../foundation/fields.js";
import { tickIcon, waitIcon } from "../foundation/icons.js";
import { agoInWords, inWords } from "../foundation/times.js";
import { contactList } from "../policy/contacts_part.js";
import { countInWords, isClosed, isMine, needsSomebody, standInWords, urgencyInWords } from "./alert_rules.js";

/** @typedef {import("./alert_rules.js").Shown} Shown */
/** @typedef {import("./alert_rules.js").Inbox["people"]} People */
/** @typedef {"taken" | "handed_on" | "closed"} Said */
/** @typedef {{asked: Said | null, to: string, words: string, problem: string, isSaving: boolean, notKept: boolean}} Looks */
/** @typedef {{ask: (act: Said | null) => void, type: (typed: Partial<Looks>) => void, say: (act: Said) => void}} Does */

/** On the first screen: how many, and locked nothing else. @param {number} needs @param {boolean} isOpen */
export function alertsLine(needs, isOpen) {
  if (needs === 0) return html`<a class="button second wide" href="#/alerts">Alerts</a>`;
  return html`<div role="status"><a class="notice bad alerts-line" href="#/alerts"><strong>${countInWords(needs, isOpen)}</strong></a></div>`;
}

/** One in the list. @param {Shown} alert @param {People} people @param {number} now */
export const alertInList = (alert, people, now) => html`<li>
  <a class="card alert ${needsSomebody(alert) ? alert.urgency : ""}" href="#/alerts/${alert.id}">
    <b>${alert.title}</b>
    <span>${needsSomebody(alert) ? `${urgencyInWords(alert.urgency)} · ` : ""}${standInWords(alert, people, now)}</span>
    <span class="quiet">${[alert.trip, inWords(alert.raised_at, now)].filter(Boolean).join(" · ")}</span>
  </a></li>`;

/** What one says. @param {Shown} alert @param {People} people @param {number} now */
export const alertPart = (alert, people, now) => html`
  <section class="card stack-tight" aria-labelledby="what">
    ${isClosed(alert) ? nothing : html`<p class="state ${alert.urgency === "now" ? "bad" : "wait"}">${waitIcon}<span>${urgencyInWords(alert.urgency)}</span></p>`}
    <h2 id="what">${alert.title}</h2>
    ${alert.detail ? html`<p>${alert.detail}</p>` : nothing}
    <dl class="facts">
      ${alert.trip ? fact("Trip", alert.trip) : nothing}
      ${fact("Raised", `${inWords(alert.raised_at, now)}, ${agoInWords(alert.raised_at, now)}`)}
      ${alert.told?.length ? fact("Told", alert.told.join(", ")) : nothing}
      ${alert.role ? fact("As", alert.role) : nothing}
      ${alert.opened_at ? fact("Opened", inWords(alert.opened_at, now)) : nothing}
    </dl>
    <p class="state ${needsSomebody(alert) ? "wait" : "good"}" role="status">${needsSomebody(alert) ? waitIcon : tickIcon}<span>${standInWords(alert, people, now)}</span></p>
    ${alert.waits ? html`<p class="notice wait" role="status"><strong>Not told to the others yet: no signal.</strong> Ring them if it presses.</p>` : nothing}
  </section>`;

/** @param {string} name @param {string} words */
const fact = (name, words) => html`<div><dt>${name}</dt><dd>${words}</dd></div>`;

/** Whom to ring. @param {Shown} alert */
export const alertContacts = ({ contacts }) =>
  contacts.length > 0
    ? html`<section class="stack" aria-labelledby="ring"><h2 id="ring">Who to ring</h2>
      ${contactList(contacts.map(contact => ({ role: "", ...contact })))}</section>`
    : nothing;

/** What somebody says to it. @param {Shown} alert @param {People} people @param {Looks} looks @param {Does} does */
export function answerPart(alert, people, looks, does) {
  if (isClosed(alert)) return nothing;
  if (looks.asked) return asksPart(alert, people, looks, does);
  const canHandOn = (alert.to ?? []).length > 0;
  return html`<div class="stack">
    ${isMine(alert) ? nothing : html`<button class="button wide" type="button" id="taken" ?disabled=${looks.isSaving} @click=${() => does.say("taken")}>I've got this</button>`}
    <div class="row">
      ${canHandOn ? html`<button class="button second grow" type="button" data-next="hand-on" id="to-hand-on" @click=${() => does.ask("handed_on")}>Hand on to …</button>` : nothing}
      <button class="button second grow" type="button" data-next="close" id="to-close" @click=${() => does.ask("closed")}>Close</button>
    </div>
    ${notKept(looks)}
  </div>`;
}

/** What an act needs said with it. @param {Shown} alert @param {People} people @param {Looks} looks @param {Does} does */
function asksPart(alert, people, looks, does) {
  const isClosing = looks.asked === "closed";
  return html`<form class="card stack" novalidate @submit=${(/** @type {Event} */ event) => submitted(event, () => does.say(isClosing ? "closed" : "handed_on"))}>
    ${isClosing ? nothing : whoPart(alert, people, looks, does)}
    ${textArea({
      name: "words",
      label: isClosing ? "What was done?" : "Anything they should know?",
      hint: isClosing ? "A line is enough." : "You can leave it empty.",
      value: looks.words,
      told: words => does.type({ words }),
      ...(looks.problem && isClosing ? { problem: looks.problem } : {}),
    })}
    <div class="row">
      <button class="button grow" id=${isClosing ? "close" : "hand-on"} ?disabled=${looks.isSaving}>${isClosing ? "Close it" : "Hand it on"}</button>
      <button class="button second" type="button" data-next=${isClosing ? "to-close" : "to-hand-on"} @click=${() => does.ask(null)}>Not now</button>
    </div>
    ${notKept(looks)}
  </form>`;
}

/** @param {Event} event @param {() => void} say */
function submitted(event, say) {
  event.preventDefault();
  say();
}

/** @param {Shown} alert @param {People} people @param {Looks} looks @param {Does} does */
function whoPart({ to = [] }, people, looks, does) {
  const options = to.map(staff => /** @type {const} */ ([staff, (people?.[staff] ?? []).join(", ")]));
  return html`${looks.problem ? html`<p class="problem" role="alert">${looks.problem}</p>` : nothing}
    ${chips({ name: "to", legend: "Who takes it on?", options, value: looks.to || null, told: staff => does.type({ to: staff }) })}`;
}

/** @param {Looks} looks */
const notKept = looks =>
  looks.notKept
    ? html`<p class="problem" role="alert">NOT saved: this phone's storage did not answer. Try again.</p>`
    : nothing;
