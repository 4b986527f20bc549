// What the form says when its address names a report that it does not hold.
import { html } from "lit-html";

/** @typedef {{isReady: boolean, hasStorageTrouble: boolean, drafts: import("./draft_store.js").Kept[]}} Known */

/** @param {boolean} isFiled @param {string} id @param {boolean} isOpening @param {Known} known */
export function absentPart(isFiled, id, isOpening, known) {
  if (isFiled) {
    return html`<div class="notice good row"><p class="grow">That report is saved. This form is a new one.</p>
      <a class="button second" href="#/filed/${id}">See it</a></div>`;
  }
  return html`<p class="notice wait">${isOpening ? OPENING : absentInWords(id, known)}</p>`;
}

const OPENING = "Opening your unfinished report…";

/** @param {string} asked @param {Known} known */
function absentInWords(asked, { isReady, hasStorageTrouble, drafts }) {
  if (!isReady) return OPENING;
  if (hasStorageTrouble) return "This phone cannot read unfinished reports just now. This form is a new one.";
  return `That unfinished report ${whyAbsent(drafts.find(({ id }) => id === asked))}. This form is a new one.`;
}

/** @param {import("./draft_store.js").Kept | undefined} kept */
function whyAbsent(kept) {
  if (!kept) return "is not on this phone any more";
  return kept.writer ? "opens with its writer's PIN" : "was begun while locked and cannot be opened again here";
}
