// The frame round every screen: whose school, 999, a new version, the screen itself, who is using the phone.
import { html, nothing } from "lit-html";
import { badge, phoneIcon } from "../foundation/icons.js";
import { keepingPart } from "./keeping_part.js";

/**
 * @typedef {object} Frame
 * @property {string} schoolName
 * @property {{name: string} | null} phone
 * @property {{name: string} | null} author
 * @property {number} waitingCount
 */
/** @typedef {Frame & import("./keeping_part.js").Known} Known */
/** @typedef {{screen: string, heading: string, body: unknown, bar: unknown, demo: unknown}} Shown */

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
    ${shown.body}
  </main>
  ${foot(known, shown.screen)}`;

/** @param {Known} known @param {string} screen */
const foot = ({ author, schoolName, phone, waitingCount }, screen) => html`<footer class="foot stack">
  <nav aria-label="Screens">
    ${tab("", "Today", screen)}
    ${tab("outbox", waitingCount > 0 ? `Outbox ${waitingCount}` : "Outbox", screen)}
  </nav>
  <div class="who">
    <span>Using this phone: <strong>${author ? author.name : "nobody signed in"}</strong></span>
    <a href="#/sign-in">${author ? "Not you?" : "Sign in"}</a>
  </div>
  <div class="who quiet">
    <span>${[schoolName, phone?.name].filter(Boolean).join(" · ")}</span>
    <a href="#/setup">${phone ? "Set up again" : "Set up this phone"}</a>
  </div>
</footer>`;

/** @param {string} name @param {string} words @param {string} screen */
const tab = (name, words, screen) =>
  html`<a href="#/${name}" aria-current=${name === screen ? "page" : nothing}>${words}</a>`;
