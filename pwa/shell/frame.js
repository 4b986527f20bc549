// The frame round every screen: whose school, 999, a new version, the screen itself, and the bar by the thumb.
import { html, nothing } from "lit-html";
import { usingPart } from "../accounts/author_part.js";
import { badge, outboxIcon, pencilIcon, phoneIcon, todayIcon } from "../foundation/icons.js";
import { keepingPart } from "./keeping_part.js";

/**
 * @typedef {object} Frame
 * @property {string} schoolName
 * @property {{name: string} | null} phone
 * @property {{name: string} | null} author
 * @property {boolean} isReady
 * @property {boolean} cannotSave
 * @property {number} waitingCount
 */
/** @typedef {Frame & import("./keeping_part.js").Known} Known */
/** @typedef {{screen: string, heading: string, body: unknown, bar: unknown, demo: unknown}} Shown */

// These say by themselves who is using the phone.
const SAYS_WHO = new Set(["", "report", "sign-in"]);

/** @param {Known} known @param {Shown} shown */
export const frame = (known, shown) => html`
  ${shown.demo}
  <header class="top">
    <div class="top-inner">
      <a class="brand" href="#/">${badge}<span>Lanyard</span></a>
      <a class="button danger" href="tel:999">${phoneIcon}<span>Call 999</span></a>
    </div>
  </header>
  ${shown.bar}
  <main class="stack">
    <h1 tabindex="-1">${shown.heading}</h1>
    ${keepingPart(known)}
    ${known.cannotSave && !known.hasStorageTrouble ? neverHeard : nothing}
    ${shown.body}
  </main>
  ${foot(known, shown.screen)}
  ${screens(known, shown.screen)}`;

const neverHeard = html`<div class="notice bad stack" role="alert">
  <p><strong>Lanyard has never heard from the school on this phone, so it cannot save a report yet.</strong>
  Open it once with a signal. Until this line is gone, ring the school.</p>
  <a class="button second" href="/app">Try again</a>
</div>`;

/** @param {Known} known @param {string} screen */
const foot = (known, screen) => html`<footer class="foot">
  ${SAYS_WHO.has(screen) ? nothing : usingPart(known)}
  <div class="who quiet">
    <p class="grow">${[known.schoolName, known.phone?.name].filter(Boolean).join(" · ")}</p>
    <a class="button plain" href="#/setup">${known.phone ? "Set up again" : "Set up this phone"}</a>
  </div>
</footer>`;

/** The form has its own bar by the thumb, so there this one waits at the end. @param {Known} known @param {string} screen */
const screens = (
  { waitingCount },
  screen,
) => html`<nav class="screens ${screen === "report" ? "" : "stays"}" aria-label="Screens">
  <div class="screens-inner">
    <a href="#/" aria-current=${current("", screen)}>${todayIcon}<span>Today</span></a>
    <a class="report ${screen === "" ? "doubled" : ""}" href="#/report" aria-current=${current("report", screen)}>${pencilIcon}<span>Report<span class="hidden-words"> an incident</span></span></a>
    <a href="#/outbox" aria-current=${current("outbox", screen)}>${outboxIcon}<span>Outbox${waitingCount > 0 ? html` <b class="count">${waitingCount}</b>` : nothing}</span></a>
  </div>
</nav>`;

/** @param {string} name @param {string} screen */
const current = (name, screen) => (name === screen ? "page" : nothing);
