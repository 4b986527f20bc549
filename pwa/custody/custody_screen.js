// What is kept, by its bag alone: take something, record a search, and what becomes of each item.
import { html, nothing } from "lit-html";
import { stateLine } from "../outbox/state_part.js";
import { askedOf, itemInWords, keptNow, KINDS, sinceInWords } from "./custody_rules.js";

/** @typedef {{items: import("../outbox/outbox_rules.js").Envelope[], card: any, now: number, keeps: string, waitingFor: string, isReady: boolean}} Known */

// What may become of an item, in the order in which it is asked for.
const NEXT = ["returned", "police", "moved", "searched"];

/** Works locked and without a list: nobody is named here. */
export class CustodyScreen {
  title = "Items kept";

  /** @param {import("./custody_store.js").CustodyNotes} notes */
  constructor(notes) {
    this.notes = notes;
    this.saved = "";
  }

  /** @param {string} saved the id of what was just saved */
  enter(saved) {
    this.saved = saved;
    this.notes.read();
  }

  /** @param {Known} known */
  view(known) {
    const kept = keptNow(this.notes.notes, known.card?.items);
    return html`<div class="stack">
      ${this.savedPart(known)}
      <a class="button wide" href="#/item/taken">${titleOf("taken")}</a>
      <a class="button second wide" href="#/item/searched">${titleOf("searched")}</a>
      <h2>Kept now, as far as this phone knows</h2>
      ${kept.length === 0 ? html`<p class="quiet">Nothing. What another phone took stands here once both have had a signal.</p>` : nothing}
      <ul class="plain stack">${kept.map(item => itemPart(item, known.now))}</ul>
      <p class="quiet">No names stand here. The office has the whole story of each item.</p>
    </div>`;
  }

  /** @param {Known} known */
  savedPart(known) {
    const item = known.items.find(({ id }) => id === this.saved);
    if (!this.saved || !known.isReady) return nothing;
    return html`<div class="card stack-tight" role="status">
      ${item ? stateLine(item, known) : html`<p>This phone holds no record of that number. What was saved on it is in the Outbox.</p>`}
      ${item?.state === "waiting" ? html`<p>${known.waitingFor}</p>` : nothing}
    </div>`;
  }
}

/** @param {string} word */
const titleOf = word => askedOf(KINDS[word] ?? "").title;

/** @param {import("./custody_rules.js").Kept} item @param {number} now */
const itemPart = (item, now) => html`<li class="card stack">
  <h3>${itemInWords(item)}</h3>
  <p class="quiet">${sinceInWords(item, now)}</p>
  <div class="row">${NEXT.map(word => html`<a class="button second grow" href="#/item/${word}-of-${item.id}">${titleOf(word)}<span class="hidden-words"> (${itemInWords(item)})</span></a>`)}</div>
</li>`;
