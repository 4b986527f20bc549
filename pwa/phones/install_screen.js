// Installing Lanyard: what it is good for and how it is done on this machine.
import { html, nothing } from "lit-html";
import { isAppleTab } from "../foundation/device.js";
import { addToHomeScreen, openInSafari } from "./apple_parts.js";
import { Copying } from "./copy_part.js";
import { keepOpen, whyNotHere } from "./install_line.js";

/** @typedef {import("./install_line.js").Known & {isJustInstalled: boolean}} Known */

const NOTHING_MORE = "There is nothing more to do.";
const THEN_SET_UP = "Tap “Set up this phone” there.";

/** The install screen. */
export class InstallScreen {
  title = "Install Lanyard";

  /** @param {() => void} repaint */
  constructor(repaint) {
    this.copying = new Copying(repaint);
  }

  /** @param {Known} known */
  view(known) {
    return html`<div class="stack">
      ${this.how(known)}
      <a class="button second wide" href="#/">Go to today</a>
    </div>`;
  }

  /** @param {Known} known */
  how(known) {
    const { device, isJustInstalled, installPrompt } = known;
    if (device.isInstalled) return html`<p class="notice good">This is the installed app. ${NOTHING_MORE}</p>`;
    if (isAppleTab(device)) return this.apple(known);
    if (isJustInstalled) return justInstalled;
    return html`<p>The installed app opens from the home screen like any other, and reports are safest there.</p>
      ${
        installPrompt
          ? html`<button class="button wide" type="button" @click=${() => installPrompt.ask()}>Install Lanyard</button>`
          : byTheMenu(device.system)
      }`;
  }

  /** @param {Known} known */
  apple(known) {
    const { isSafari } = known.device;
    return html`<div class="notice wait stack">
        <p><strong>A report is not safe in this tab.</strong> ${whyNotHere(known)}</p>
        ${keepOpen(known)}
      </div>
      ${isSafari ? nothing : openInSafari(`${location.origin}/app#/install`, this.copying)}
      <h2>${isSafari ? "Add it to the Home Screen" : "Then, in Safari"}</h2>
      ${addToHomeScreen(THEN_SET_UP)}`;
  }
}

const justInstalled = html`<p class="notice good">Lanyard is installed. Open it from the home screen from now on.</p>`;

/** Browsers that make no offer of their own. @param {import("../foundation/device.js").Device["system"]} system */
const byTheMenu = system => html`<ol class="steps">
  <li>Open the browser's menu: three dots or three lines${system === "android" ? ", at the top or at the foot" : ""}.</li>
  <li>Choose <strong>Install</strong>, <strong>Install app</strong> or <strong>Add to Home screen</strong>.</li>
  <li>Open <strong>Lanyard</strong> from the home screen.</li>
</ol>
<p class="quiet">Not there? Then this browser cannot install it. Lanyard works in the tab all the same.</p>`;
