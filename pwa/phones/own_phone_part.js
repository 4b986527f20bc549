// The first screen on somebody's own phone: what works on it and what does not, who is signed in, the use to log.
import { html, nothing } from "lit-html";
import { isAppleTab } from "../foundation/device.js";
import { personIcon, phoneIcon } from "../foundation/icons.js";

/** Beside setting up, on a phone that is not set up. */
export const ownPhoneLink = html`<a class="button plain wide" href="#/sign-in/own">My own phone: sign in to log its use</a>`;

/** @typedef {{author: {name: string} | null, waitingCount: number, device: import("../foundation/device.js").Device}} Known */

/** @param {Known} known @param {() => void} signOut */
export const ownPhonePart = (known, signOut) => html`
  <section class="notice guide" aria-label="Your own phone">
    <p><strong>Your own phone.</strong> Only two things work here: log a call made with it, report an incident. No list, no photos, no
      pupils' names are on it.</p>
  </section>
  <a class="button report own wide" href="#/own-phone">${phoneIcon}<span>Own phone used <small>Log a call made with it</small></span></a>
  ${known.author ? signedIn(known.author, signOut) : nobody}
  ${isAppleTab(known.device) && known.waitingCount > 0 ? keepOpen : nothing}`;

/** @param {{name: string}} author @param {() => void} signOut */
const signedIn = ({ name }, signOut) => html`<div class="who">${personIcon}
  <p class="grow">Signed in: <strong>${name}</strong></p>
  <button class="button plain" type="button" @click=${signOut}>Sign out</button>
</div>`;

const nobody = html`<section class="notice wait stack" aria-label="Signing in">
  <p><strong>Nobody is signed in.</strong> What you write now carries no name, and goes to the school once you sign in, with a signal.</p>
  <a class="button wide" href="#/sign-in/own">Sign in</a>
</section>`;

const keepOpen = html`<p class="notice wait">This browser forgets a page after a week without use. Keep this tab open with signal until
  the school has what you wrote.</p>`;
