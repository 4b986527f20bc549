// What follows saving on a form: where it is now, what is missing from it, what to do next.
import { html, nothing } from "lit-html";
import { stateLine } from "../outbox/state_part.js";

/** @typedef {import("../outbox/outbox_rules.js").Envelope} Envelope */
/** @typedef {{items: Envelope[], now: number, card: any, waitingFor: string, isReady: boolean, hasStorageTrouble: boolean, keeps: string}} Known */
/**
 * What it says of one form.
 * @typedef {object} Words
 * @property {string} title once it is saved
 * @property {string} thing what was saved
 * @property {string} another what leads to the same form again
 */

/** The screen after something was saved. */
export class FiledScreen {
  /** @param {Words} words @param {import("../outbox/draft_screen.js").DraftScreen} form @param {(fields: any, card: any) => unknown} afterwards what is said of what was just saved @param {(known: any) => unknown} [more] what comes with the rest, such as the time it has left */
  constructor(words, form, afterwards, more = () => nothing) {
    this.title = words.title;
    this.words = words;
    this.form = form;
    this.afterwards = afterwards;
    this.more = more;
    this.id = "";
  }

  /** @param {Known} known */
  heading({ items, keeps }) {
    const { thing } = this.words;
    if (!items.some(one => one.id === this.id)) return thing;
    return keeps === "all" ? this.title : `${thing} kept in this window`;
  }

  /** @param {string} id */
  enter(id) {
    this.id = id;
  }

  /** @param {Known} known */
  view(known) {
    const item = known.items.find(one => one.id === this.id);
    const { lastFiled: last, form } = this.form;
    return html`<div class="stack">
      <div class="card stack-tight" role="status">
        ${item ? stateLine(item, known) : html`<p>${this.absentInWords(known)}</p>`}
        ${item?.state === "waiting" ? html`<p>${known.waitingFor}</p>` : nothing}
      </div>
      ${this.more({ ...known, filed: this.id })}
      ${last?.id === this.id ? this.afterwards(last.fields, known.card) : nothing}
      <div class="row">
        <a class="button grow" href="#/">Back to today</a>
        <a class="button second grow" href="#/${form.name}">${this.words.another}</a>
      </div>
    </div>`;
  }

  /** @param {Known} known */
  absentInWords({ isReady, hasStorageTrouble }) {
    if (!isReady) return "Opening what is saved on this phone…";
    if (hasStorageTrouble) return "This phone cannot read what is saved on it just now.";
    return `This phone holds no ${this.words.thing.toLowerCase()} of that number. What was saved on it is in the Outbox.`;
  }
}
