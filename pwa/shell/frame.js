// The frame round every screen: whose school, the way to ring in danger, a new version, the screen itself, and the bar by the thumb.
import { html, nothing } from "lit-html";
import { usingPart } from "../accounts/author_part.js";
import { badge, hideIcon, lockIcon, outboxIcon, pencilIcon, phoneIcon, todayIcon } from "../foundation/icons.js";
import { isForm } from "../outbox/draft_words.js";
import { keepingPart } from "./keeping_part.js";

/**
 * @typedef {object} Frame
 * @property {string} schoolName
 * @property {{name: string} | null} phone
 * @property {{name: string} | null} author
 * @property {{name: string} | null} unlocked
 * @property {unknown[]} people
 * @property {boolean} isOwnPhone
 * @property {boolean} isReady
 * @property {boolean} cannotSave
 * @property {number} waitingCount
 */
/** @typedef {Frame & import("./keeping_part.js").Known} Known */
/** @typedef {{screen: string, heading: string, body: unknown, bar: unknown, demo: unknown}} Shown */
/** What works from every screen. @typedef {{hide: () => void, lock: () => void}} Always */

// These say by themselves who is using the phone, as each form does; the last is shown to others, and names nobody.
const SAYS_WHO = ["", "sign-in", "unlock", "pin", "home"];

/** @param {Known} known @param {Shown} shown @param {Always} always */
export const frame = (known, shown, always) => html`
  ${shown.demo}
  <header class="top">
    <div class="top-inner">
      <a class="brand" href="#/">${badge}<span>Lanyard</span></a>
      ${known.unlocked ? lockPart(always) : nothing}
      ${emergencyLink("", nothing)}
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

/** @param {Always} always */
const lockPart = ({ hide, lock }) => html`<span class="row locks">
  <button class="button" type="button" @click=${hide}>${hideIcon}<span>Hide</span></button>
  <button class="button" type="button" id="lock" @click=${lock}>${lockIcon}<span>Lock</span></button>
</span>`;

/** @param {"" | "wide"} width @param {unknown} tapped */
const emergencyLink = (width, tapped) =>
  html`<a class="button danger ${width}" href="#/emergency" @click=${tapped}>${phoneIcon}<span>Emergency</span></a>`;

/**
 * One tap hides what is on the screen from whoever looks over a shoulder; nothing of it stays in the page.
 * @param {() => void} uncover @param {() => void} emergency
 */
export const cover = (uncover, emergency) => html`<main class="cover stack">
  <h1 tabindex="-1">Hidden</h1>
  <button class="button wide" type="button" @click=${uncover}>Show it again</button>
  ${emergencyLink("wide", emergency)}
</main>`;

const neverHeard = html`<div class="notice bad stack" role="alert">
  <p><strong>Lanyard has never heard from the school on this phone, so it cannot save a report yet.</strong>
  Open it once with a signal. Until this line is gone, ring the school.</p>
  <a class="button second" href="/app">Try again</a>
</div>`;

/** Whether it has a bar of its own by the thumb. @param {string} screen */
const hasBar = screen => isForm(screen) || screen === "count";

/** @param {Known} known @param {string} screen */
const foot = (known, screen) => html`<footer class="foot">
  ${isForm(screen) || SAYS_WHO.includes(screen) ? nothing : usingPart(known)}
  <div class="who quiet">
    <p class="grow">${[known.schoolName, known.phone?.name].filter(Boolean).join(" · ")}</p>
    ${known.isOwnPhone ? nothing : html`<a class="button plain" href="#/setup">${known.phone ? "Set up again" : "Set up this phone"}</a>`}
  </div>
</footer>`;

/** On a form this one waits at the end. @param {Known} known @param {string} screen */
const screens = (
  { waitingCount },
  screen,
) => html`<nav class="screens ${hasBar(screen) ? "" : "stays"}" aria-label="Screens">
  <div class="screens-inner">
    <a href="#/" aria-current=${current("", screen)}>${todayIcon}<span>Today</span></a>
    <a class="report ${screen === "" ? "doubled" : ""}" href="#/report" aria-current=${current("report", screen)}>${pencilIcon}<span>Report<span class="hidden-words"> an incident</span></span></a>
    <a href="#/outbox" aria-current=${current("outbox", screen)}>${outboxIcon}<span>Outbox${waitingCount > 0 ? html` <b class="count">${waitingCount}</b>` : nothing}</span></a>
  </div>
</nav>`;

/** @param {string} name @param {string} screen */
const current = (name, screen) => (name === screen ? "page" : nothing);
