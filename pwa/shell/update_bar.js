// "A new version is ready": it comes in on a tap only, and asks again while something is being written.
import { html, nothing } from "lit-html";
import { letIn } from "./letting_in.js";

/** @typedef {"none" | "ready" | "asking" | "held" | "coming"} Update */

/** @param {Update} update @param {{tapped: () => void, later: () => void}} actions */
export function updateBar(update, { tapped, later }) {
  if (update === "none") return nothing;
  return html`<aside class="bar" aria-label="New version"><div class="bar-inner">
    <span role="status">${WORDS[update]}</span>
    ${
      update === "coming"
        ? nothing
        : html`<span class="row">
      ${update === "held" ? nothing : html`<button class="button second" type="button" id="update" @click=${tapped}>${update === "asking" ? "Update now" : "Update"}</button>`}
      ${update === "asking" || update === "held" ? html`<button class="button plain" type="button" data-next="update" @click=${later}>Later</button>` : nothing}
    </span>`
    }
  </div></aside>`;
}

const WORDS = {
  ready: "A new version is ready.",
  asking: "You are writing. It is kept as unfinished, and you can continue it with your PIN after the update.",
  held: "What you are writing could not be opened again after an update: the phone is locked. Save it first.",
  coming: "Updating…",
};

/** What a tap leads to. @param {Update} update @param {{isInUse: () => boolean, canReopen: () => boolean}} form @returns {Update} */
export function afterTap(update, form) {
  if (!form.isInUse()) return "coming";
  if (!form.canReopen()) return "held";
  return update === "ready" ? "asking" : "coming";
}

/**
 * The bar with what its taps do.
 * @param {Update} update
 * @param {{worker: {registration: ServiceWorkerRegistration | null}, form: import("./letting_in.js").Form, learn: (news: {update: Update}) => void}} around
 */
export const updates = (update, { worker, form, learn }) =>
  updateBar(update, {
    tapped: () => {
      const next = afterTap(update, form);
      learn({ update: next });
      if (next !== "coming") return;
      form.keep();
      letIn(worker.registration, form, () => learn({ update: "held" }));
    },
    later: () => learn({ update: "ready" }),
  });
