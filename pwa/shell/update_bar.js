// "A new version is ready": it comes in on a tap only, and asks again while a report is being written.
import { html, nothing } from "lit-html";

/** @typedef {"none" | "ready" | "asking" | "coming"} Update */

/** @param {Update} update @param {{tapped: () => void, later: () => void}} actions */
export function updateBar(update, { tapped, later }) {
  if (update === "none") return nothing;
  return html`<aside class="bar" aria-label="New version"><div class="bar-inner">
    <span role="status">${WORDS[update]}</span>
    ${
      update === "coming"
        ? nothing
        : html`<span class="row">
      <button class="button second" type="button" id="update" @click=${tapped}>${update === "asking" ? "Update now" : "Update"}</button>
      ${update === "asking" ? html`<button class="button plain" type="button" data-next="update" @click=${later}>Later</button>` : nothing}
    </span>`
    }
  </div></aside>`;
}

const WORDS = {
  ready: "A new version is ready.",
  asking: "You are writing a report. It is kept as unfinished, and you can continue it after the update.",
  coming: "Updating…",
};

/** What a tap leads to. @param {Update} update @param {boolean} isWriting @returns {Update} */
export const afterTap = (update, isWriting) => (update === "ready" && isWriting ? "asking" : "coming");
