// What the form says when its address names a report that it does not hold.
import { html } from "lit-html";

/** @param {boolean} isFiled @param {string} id @param {{isReady: boolean, hasStorageTrouble: boolean}} known */
export function absentPart(isFiled, id, { isReady, hasStorageTrouble }) {
  if (isFiled) {
    return html`<div class="notice good row"><p class="grow">That report is saved. This form is a new one.</p>
      <a class="button second" href="#/filed/${id}">See it</a></div>`;
  }
  return html`<p class="notice wait">${absentInWords(isReady, hasStorageTrouble)}</p>`;
}

/** @param {boolean} isReady @param {boolean} hasStorageTrouble */
function absentInWords(isReady, hasStorageTrouble) {
  if (!isReady) return "Opening your unfinished report…";
  if (hasStorageTrouble) return "This phone cannot read unfinished reports just now. This form is a new one.";
  return "That unfinished report is not on this phone any more. This form is a new one.";
}
