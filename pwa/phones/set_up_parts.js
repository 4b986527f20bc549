// The pieces of the set-up screen, one function each: the code's form, a tab on an iPhone or iPad, what came of it.
import { html, nothing } from "lit-html";
import { textField } from "../foundation/fields.js";
import { addToHomeScreen, codeToTakeAlong, openInSafari } from "./apple_parts.js";
import { whyNotHere } from "./install_line.js";
import { offer } from "./install_part.js";

/** @typedef {import("./set_up.js").SetUpDone} SetUpDone */
/** @typedef {import("./copy_part.js").Copying} Copying */
/**
 * @typedef {import("./install_line.js").Known & {
 *   phone: {id: string, name: string} | null, contact: {trouble: string | null} | null, isJustInstalled: boolean,
 *   unfinishedCode: string | null, spentCode: string | null}} Known
 */
/** @typedef {{typed: string, problem: string, isAsking: boolean, isGoingOn: boolean}} Looks */
/** @typedef {{goOn: () => void, problem: string, isAsking: boolean}} Again once more with the same code */
/** @typedef {{type: (typed: string) => void, submit: (event: Event) => void}} Actions */

/** @param {Known} known @param {Looks} looks @param {Actions} actions */
export const formPart = (known, looks, { type, submit }) => html`<form class="stack" novalidate @submit=${submit}>
  ${formNotice(known, looks)}
  ${textField({
    name: "code",
    label: "Set-up code",
    hint: "Eight letters and numbers from the office, like ABCD-2345.",
    value: looks.typed,
    told: type,
    extra: "code",
    problem: looks.problem,
  })}
  <button class="button wide" ?disabled=${looks.isAsking}>${looks.isAsking ? "Setting up…" : looks.isGoingOn ? "Go on" : "Set up this phone"}</button>
  <p class="quiet">You need a signal for this, once.</p>
  ${known.phone && !known.needsSetUp ? checkLink : nothing}
</form>`;

const checkLink = html`<a class="button second wide" href="#/set-up-check">Set-up check</a>`;

/** @param {Known} known @param {Looks} looks */
function formNotice({ phone, needsSetUp }, { isGoingOn }) {
  if (isGoingOn)
    return html`<p class="notice wait"><strong>Setting up was not finished.</strong> Go on with the same code: it is still this phone's.</p>`;
  if (phone && !needsSetUp)
    return html`<p class="notice">This is ${phone.name}. Setting it up again keeps everything on it.</p>`;
  return nothing;
}

/** @param {Known} known @param {string} code as shown @param {Copying} copying @param {() => unknown} form */
export function appleTabPart(known, code, copying, form) {
  const next = code ? "It asks for the set-up code: type it or paste it." : "Tap “Set up this phone” there.";
  const address = `${location.origin}/app#/setup${code ? `/${code}` : ""}`;
  return html`<div class="stack">
    <p class="notice guide"><strong>Add to Home Screen, then open Lanyard there.</strong> The code is not spent here: what a browser tab keeps, the installed app cannot see.</p>
    ${known.device.isSafari ? nothing : openInSafari(address, copying)}
    ${codeToTakeAlong(code, copying)}
    ${addToHomeScreen(next)}
    ${isTabNeeded(known) ? setUpTab(known, form) : nothing}
  </div>`;
}

/** @param {Known} known */
const isTabNeeded = ({ phone, needsSetUp, waitingCount, unfinishedCode }) =>
  unfinishedCode !== null || (waitingCount > 0 && (!phone || needsSetUp));

/** What was written in the tab can go from there only. @param {Known} known @param {() => unknown} form */
const setUpTab = (known, form) => html`<section class="notice wait stack" aria-labelledby="tab-too">
  <h2 id="tab-too">Something waits in this tab</h2>
  <p>${whyNotHere(known)} Ask the office for one more set-up code, for this tab, and type it here. Then keep the tab open with signal until the school has it.</p>
  ${form()}
</section>`;

export const alreadyPart = html`<div class="stack">
  <p class="notice good">This phone was set up with that code. It is not needed again: put the card in the shredder.</p>
  <a class="button wide" href="#/">Go to today</a>
  ${checkLink}
</div>`;

/** Set up, and yet a stranger at the next contact. @param {Known} known */
export const isCookieLost = ({ needsSetUp, contact }) => needsSetUp && contact?.trouble === "set_up";

/** @param {SetUpDone} done @param {Known} known @param {Again} again */
export const donePart = (done, known, again) => html`<div class="stack">
  ${isCookieLost(known) ? cookiePart(again) : html`${outcomePart(done, known, again)}${installNow(known)}`}
  <p>Say who is using it, so that reports carry the right name.</p>
  <div class="row">
    <a class="button grow" href="#/sign-in">Sign in</a>
    <a class="button second grow" href="#/">Go to today</a>
  </div>
  ${isCookieLost(known) ? nothing : checkLink}
</div>`;

/** @param {Again} again */
const cookiePart = again => html`<div class="notice bad stack">
  <p role="alert">This browser did not keep the cookie by which the school knows the phone. Allow cookies for this address in the browser's settings. Then try again: it costs no second code. What you report is kept here and sent after.</p>
  ${againButton("Try again", again)}
</div>`;

/** @param {SetUpDone} done @param {Known} known @param {Again} again */
const outcomePart = ({ ready }, { unfinishedCode }, again) =>
  ready
    ? html`<p class="notice good">The school has read this phone's test message. From now on it works without a signal.</p>`
    : html`<div class="notice bad stack">
        <p>The school has not read this phone's test message. What you report is kept and sent all the same. Go on; if it stays so, tell the office.</p>
        ${unfinishedCode ? againButton("Go on", again) : nothing}
      </div>`;

/** @param {string} words @param {Again} again */
const againButton = (words, { goOn, problem, isAsking }) => html`<p class="problem" role="status">${problem}</p>
  <button class="button wide" type="button" ?disabled=${isAsking} @click=${goOn}>${isAsking ? "Setting up…" : words}</button>`;

/** The right moment: set up, and the phone still in somebody's hand. @param {Known} known */
function installNow({ device, installPrompt, isInstallDeclined, isJustInstalled }) {
  if (device.isInstalled || isJustInstalled || device.system === "apple") return nothing;
  if (installPrompt && !isInstallDeclined)
    return html`<section class="card stack" aria-label="Installing"><p><strong>One thing more: install it.</strong> It then opens from the home screen, and reports are safest there.</p>${offer(installPrompt)}</section>`;
  return device.system === "android"
    ? html`<a class="button second wide" href="#/install">How to install Lanyard on this phone</a>`
    : nothing;
}
