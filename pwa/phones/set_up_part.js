// What the first screen says of setting up, as long as the school does not know this phone or it is not finished.
import { html, nothing } from "lit-html";
import { isAppleTab } from "../foundation/device.js";
import { ownPhoneLink } from "./own_phone_part.js";

const WORDS = {
  unfinished: [
    "Setting up was not finished.",
    "Go on where it was: it needs no new code. You can report an incident all the same.",
  ],
  again: ["This phone needs setting up again. Nothing is lost.", "You can go on reporting; it is sent after."],
  never: [
    "This phone is not set up yet.",
    "You can report an incident at once. It is kept on this phone and sent after setting up.",
  ],
  // Here nothing may be called kept.
  passing: ["This phone is not set up yet.", "You can report an incident at once. It is sent after setting up."],
};

/** @param {{phone: unknown, isReady: boolean, needsSetUp: boolean, unfinishedCode: string | null, device: import("../foundation/device.js").Device, keeps: string}} known */
export function setUpPart({ phone, isReady, needsSetUp, unfinishedCode, device, keeps }) {
  if (!isReady || keeps === "unsafe" || (phone && !needsSetUp && !unfinishedCode)) return nothing;
  const isNew = !phone && !unfinishedCode;
  // There it is the installed app that is set up: appleTabPart leads to it.
  if (isAppleTab(device) && isNew) return nothing;
  const [strong, words] = WORDS[unfinishedCode ? "unfinished" : needsSetUp ? "again" : firstTime(keeps)];
  return html`<section class="notice wait stack" aria-label="Setting up">
    <p><strong>${strong}</strong> ${words}</p>
    <a class="button wide" href="#/setup">${unfinishedCode ? "Go on" : "Set up this phone"}</a>
    ${isNew ? ownPhoneLink : nothing}
  </section>`;
}

/** @param {string} keeps */
const firstTime = keeps => (keeps === "all" ? "never" : "passing");
