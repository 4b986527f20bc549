// What other screens say about installing: on an iPhone or iPad why a browser tab is no safe place, elsewhere the
// browser's own offer, once the phone is set up. Neither ever stands in the way of a report.
import { html, nothing } from "lit-html";
import { isAppleTab } from "../foundation/device.js";

/** @typedef {import("./install_prompt.js").InstallPrompt} InstallPrompt */
/**
 * @typedef {object} Known
 * @property {import("../foundation/device.js").Device} device
 * @property {{name: string} | null} phone
 * @property {boolean} needsSetUp
 * @property {number} waitingCount
 * @property {InstallPrompt | null} installPrompt
 * @property {boolean} isInstallDeclined
 */

/** On the first screen. @param {Known} known */
export function installPart(known) {
  if (isAppleTab(known.device)) return appleTab(known);
  const { phone, needsSetUp, installPrompt, isInstallDeclined, device } = known;
  if (!installPrompt || !phone || needsSetUp || isInstallDeclined || device.isInstalled) return nothing;
  return html`<section class="card stack" aria-label="Installing">
    <p><strong>Install Lanyard on ${phone.name}.</strong> It then opens like any app, and reports are safest there.</p>
    ${offer(installPrompt)}
  </section>`;
}

/** On the form and after saving, in short. @param {Known} known */
export const installLine = known =>
  isAppleTab(known.device)
    ? html`<div class="notice wait stack-tight"><p>${whyNotHere(known)}</p>${keepOpen(known)}
      <p><a href="#/install">What to do</a></p></div>`
    : nothing;

/** The browser's offer, with a way to say no. @param {InstallPrompt} prompt */
export const offer = prompt => html`<div class="row">
  <button class="button grow" type="button" @click=${() => prompt.ask()}>Install Lanyard</button>
  <button class="button second" type="button" @click=${() => prompt.decline()}>Not now</button>
</div>`;

/** @param {Pick<Known, "device">} known */
export const whyNotHere = ({ device }) =>
  `${device.isSafari ? "Safari" : "This browser"} forgets this page after a week without use, and the installed app cannot see what is saved here.`;

/** What waits in a tab goes from that tab, and from nowhere else. @param {Pick<Known, "phone" | "needsSetUp" | "waitingCount">} known */
export function keepOpen({ phone, needsSetUp, waitingCount }) {
  if (waitingCount === 0) return nothing;
  return phone && !needsSetUp
    ? html`<p>Keep this tab open with signal until the school has it.</p>`
    : html`<p>Something waits in this tab. <a href="#/setup">Set this tab up as well</a>, then keep it open with signal until the school has it.</p>`;
}

/** @param {Known} known */
const appleTab = known => html`<section class="notice wait stack" aria-label="Installing">
  <p><strong>This is a browser tab, not the installed app.</strong> ${whyNotHere(known)}</p>
  ${keepOpen(known)}
  <a class="button second wide" href="#/install">Add to Home Screen</a>
</section>`;
