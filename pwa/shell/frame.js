// The frame round every screen: whose school, 999, a new version, the screen itself, who is using the phone.
import { html, nothing } from "lit-html";
import { badge, phoneIcon } from "../foundation/icons.js";

/**
 * @typedef {object} Known
 * @property {boolean} isDemo
 * @property {string} schoolName
 * @property {{name: string} | null} phone
 * @property {{name: string} | null} author
 * @property {boolean} hasStorageTrouble
 * @property {number} waitingCount
 */
/** @typedef {{screen: string, heading: string, body: unknown, bar: unknown}} Shown */

/** @param {Known} known @param {Shown} shown */
export const frame = (known, shown) => html`
  ${known.isDemo ? html`<section class="demo-line" aria-label="Demo">Demo school: nobody here is real</section>` : nothing}
  <header class="top">
    <div class="top-inner">
      <a class="brand" href="#/">${badge}<span>Lanyard</span></a>
      <a class="button danger" href="tel:999">${phoneIcon}<span>Call 999</span></a>
    </div>
  </header>
  ${shown.bar}
  <main class="stack">
    <h1 tabindex="-1">${shown.heading}</h1>
    ${known.hasStorageTrouble ? storageTrouble : nothing}
    ${shown.body}
  </main>
  ${foot(known, shown.screen)}`;

const storageTrouble = html`<p class="notice bad" role="alert"><strong>This phone's storage is not answering.</strong>
  Close the app and open it again. Until this line is gone, ring the school about anything that cannot wait.</p>`;

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
