// What stands above every screen where there is anything to say: what this phone has lost, a new version.
import { html, nothing } from "lit-html";
import { updates } from "./update_bar.js";

/** @param {{hasLost: boolean, update: import("./update_bar.js").Update}} known @param {Parameters<typeof updates>[1]} around */
export const above = ({ hasLost, update }, around) => html`${hasLost ? lost : nothing}${updates(update, around)}`;

const lost = html`<div class="bar"><p class="bar-inner" role="alert"><span><strong>This phone has lost what was saved on it.</strong> What the
  school did not have yet is gone from here. The school office has been told: take the phone there, and write it down
  again while you remember it. New reports are saved as always.</span></p></div>`;
