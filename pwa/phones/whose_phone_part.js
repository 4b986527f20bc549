// What the first screen says of the phone itself, where there is anything to say: it is not set up, it is a browser's tab on
// an iPhone, it is somebody's own.
import { html, nothing } from "lit-html";
import { isAppleTab } from "../foundation/device.js";
import { appleTabPart } from "./install_part.js";
import { ownPhonePart } from "./own_phone_part.js";
import { setUpPart } from "./set_up_part.js";

/** @typedef {Parameters<typeof setUpPart>[0] & Parameters<typeof appleTabPart>[0] & Parameters<typeof ownPhonePart>[0] & {hasStorageTrouble: boolean, cannotSave: boolean}} Known */

/** @param {Known} known @param {() => void} signOut */
export function whosePhonePart(known, signOut) {
  if (known.isOwnPhone) return ownPhonePart(known, signOut);
  return html`${mayNeedSetUp(known) ? setUpPart(known) : nothing}${isAppleTab(known.device) ? appleTabPart(known) : nothing}`;
}

/** What cannot be read may well be set up; and a phone that cannot save says so instead. @param {Known} known */
const mayNeedSetUp = ({ phone, hasStorageTrouble, cannotSave }) => phone !== null || !(hasStorageTrouble || cannotSave);
