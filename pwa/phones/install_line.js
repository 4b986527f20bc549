// What the form and the screen after it say on an iPhone or iPad, in short: why a browser tab is no safe place. It never
// stands in the way of a report.
import { html, nothing } from "lit-html";
import { isAppleTab } from "../foundation/device.js";

/**
 * @typedef {object} Known
 * @property {import("../foundation/device.js").Device} device
 * @property {{name: string} | null} phone
 * @property {boolean} needsSetUp
 * @property {boolean} isOwnPhone
 * @property {number} waitingCount
 * @property {import("./install_prompt.js").InstallPrompt | null} installPrompt
 * @property {boolean} isInstallDeclined
 */

/** Nobody has to install anything on their own phone. @param {Known} known */
export const installLine = known =>
  isAppleTab(known.device) && !known.isOwnPhone
    ? html`<div class="notice wait stack-tight"><p>${whyNotHere(known)}</p>${keepOpen(known)}
      <p><a href="#/install">What to do</a></p></div>`
    : nothing;

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
