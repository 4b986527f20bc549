// What a form says of drafts that are not on it: that the one its address names is not here and why, and that there are others
// to go on with. Comes with the rest, since nobody who begins to write waits for it.
import { html, nothing } from "lit-html";
import { inWords } from "../foundation/times.js";
import { mayContinue } from "./draft_rules.js";

/** @typedef {import("./draft_screen.js").DraftScreen} DraftScreen */
/** @typedef {{screen: DraftScreen, isReady: boolean, hasStorageTrouble: boolean, isOwnPhone: boolean} & import("./draft_screen.js").Known} Known */

/** @param {Known} known */
export const elsewherePart = known => html`${absentPart(known)}${otherDrafts(known)}`;

/** @param {Known} known */
function absentPart({ screen, ...known }) {
  const { asked, draft, form, thing, around } = screen;
  if (!asked || asked === draft.id) return nothing;
  if (around.isFiled(asked)) {
    return html`<div class="notice good row"><p class="grow">That ${thing.short} is saved. This form is a new one.</p>
      <a class="button second" href="#/${form.saved}/${asked}">See it</a></div>`;
  }
  const isOpening = screen.looks.isOpening || !known.isReady;
  return html`<p class="notice wait">${isOpening ? `Opening your unfinished ${thing.short}…` : absentInWords(asked, thing.short, known)}</p>`;
}

/** @param {string} asked @param {string} thing @param {Pick<Known, "hasStorageTrouble" | "drafts" | "isOwnPhone">} known */
function absentInWords(asked, thing, { hasStorageTrouble, drafts, isOwnPhone }) {
  if (hasStorageTrouble) return `This phone cannot read unfinished ${thing}s just now. This form is a new one.`;
  return `That unfinished ${thing} ${whyAbsent(
    drafts.find(({ id }) => id === asked),
    isOwnPhone,
  )}. This form is a new one.`;
}

/** @param {import("./draft_store.js").Kept | undefined} kept @param {boolean} isOwnPhone */
function whyAbsent(kept, isOwnPhone) {
  if (!kept) return "is not on this phone any more";
  if (isOwnPhone) return "cannot be opened again on your own phone";
  return kept.writer ? "opens with its writer's PIN" : "was begun without a PIN and cannot be opened again here";
}

/** Their own that are not on the form. @param {Known} known */
function otherDrafts({ screen, drafts, unlocked, now }) {
  const { name } = screen.form;
  if (screen.isInUse()) return nothing;
  const others = drafts.filter(
    draft => draft.form === name && draft.id !== screen.draft.id && mayContinue(draft, unlocked, []),
  );
  return others.map(
    draft => html`<div class="notice wait row">
      <p class="grow">You have an unfinished ${screen.thing.short}, ${inWords(draft.opened_at, now)}.</p>
      <a class="button second" href="#/${name}/${draft.id}">Continue it</a>
    </div>`,
  );
}
