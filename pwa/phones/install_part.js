// What the first screen says about installing: on an iPhone or iPad what a browser tab lacks, elsewhere the browser's own
// offer, once the phone is set up.
import { html, nothing } from "lit-html";
import { keepOpen, whyNotHere } from "./install_line.js";
import { ownPhoneLink } from "./own_phone_part.js";

/** @typedef {import("./install_prompt.js").InstallPrompt} InstallPrompt */
/** @typedef {import("./install_line.js").Known} Known */

/** The browser's own offer. @param {Known} known */
export function installPart({ phone, needsSetUp, installPrompt, isInstallDeclined, device }) {
  if (!installPrompt || !phone || needsSetUp || isInstallDeclined || device.isInstalled) return nothing;
  return html`<section class="card stack" aria-label="Installing">
    <p><strong>Install Lanyard on ${phone.name}.</strong> It then opens like any app, and reports are safest there.</p>
    ${offer(installPrompt)}
  </section>`;
}

/** The browser's offer, with a way to say no. @param {InstallPrompt} prompt */
export const offer = prompt => html`<div class="row">
  <button class="button grow" type="button" @click=${() => prompt.ask()}>Install Lanyard</button>
  <button class="button second" type="button" @click=${() => prompt.decline()}>Not now</button>
</div>`;

/** In a tab on an iPhone or iPad. @param {Known} known */
export const appleTabPart = known => html`<section class="notice wait stack" aria-label="Installing">
  <p><strong>This is a browser tab, not the installed app.</strong> ${whyNotHere(known)}</p>
  ${keepOpen(known)}
  <a class="button second wide" href="#/install">Add to Home Screen</a>
  ${known.phone ? nothing : ownPhoneLink}
</section>`;
