// The Outbox: every item's true state, its tries and why it has not gone, and "Send now".
import { html, nothing } from "lit-html";
import { inWords } from "../foundation/times.js";
import { waiting } from "./outbox_rules.js";
import { sizeInWords, triesInWords, whyInWords } from "./item_words.js";
import { outboxInWords } from "./outbox_words.js";
import { lastAnswer, outboxState, stateLine } from "./state_part.js";

/** @typedef {import("./outbox_rules.js").Envelope} Envelope */
/** @typedef {import("./send.js").Contact} Contact */
/** @typedef {import("./state_part.js").Known & import("./state_part.js").Answers & {tripName: (id: string | null) => string | null, isOwnPhone: boolean}} Known */

const SHOWN_AT_SCHOOL = 30;

/** The list of what was filed on this phone. */
export class OutboxScreen {
  title = "Outbox";

  /** @param {{sendNow: () => Promise<Contact | null>, all: () => Promise<Envelope[]>, more: (item: Envelope, known: Known) => unknown, repaint: () => void}} around `more`: what can be done about an item */
  constructor(around) {
    this.around = around;
    this.isSending = false;
    this.result = "";
    this.saved = "";
  }

  /** @param {string} [saved] the id of a follow-up just saved */
  enter(saved = "") {
    this.result = "";
    this.saved = saved;
  }

  /** @param {Known} known */
  view(known) {
    const newest = [...known.items].sort((a, b) => b.filed_at - a.filed_at || b.seq - a.seq);
    const atSchool = newest
      .filter(item => item.state === "received" || item.state === "settled")
      .slice(0, SHOWN_AT_SCHOOL);
    const lost = newest.filter(item => item.state === "lost");
    return html`<div class="stack">
      ${known.items.some(({ id }) => id === this.saved) ? SAVED : nothing}
      <div class="card stack">
        <div class="stack-tight" role="status">${outboxState(known)}</div>
        ${this.result ? nothing : idleTrouble(known)}
        ${lastAnswer(known)}
        <button class="button wide" type="button" ?disabled=${this.isSending} @click=${() => this.sendNow(known)}>
          ${this.isSending ? "Sending…" : "Send now"}</button>
        <p role="status">${this.result}</p>
      </div>
      ${this.list("Waiting on this phone", waiting(newest), known)}
      ${this.list("Lost at school", lost, known)}
      ${this.list("At school", atSchool, known)}
      ${known.isReady && !known.hasStorageTrouble && known.items.length === 0 ? EMPTY : nothing}
    </div>`;
  }

  /** @param {string} title @param {Envelope[]} items @param {Known} known */
  list(title, items, known) {
    if (items.length === 0) return nothing;
    return html`<section class="stack" aria-label=${title}>
      <h2>${title}</h2>
      <ul class="items">${items.map(item => html`<li class="card stack-tight">${card(item, known)}${this.around.more(item, known)}</li>`)}</ul>
    </section>`;
  }

  /** @param {Known} known */
  async sendNow(known) {
    this.isSending = true;
    this.result = "";
    this.around.repaint();
    try {
      const contact = await this.around.sendNow();
      this.result = await this.resultOf(contact, known);
    } finally {
      this.isSending = false;
      this.around.repaint();
    }
  }

  /** @param {Contact | null} contact @param {Known} known */
  async resultOf(contact, known) {
    if (contact?.trouble) return whyInWords(contact.trouble, known);
    if (contact === null) return "Sending is under way already.";
    const items = await this.around.all();
    const isDone = items.every(({ state }) => state === "received" || state === "settled");
    return isDone ? "Done." : outboxInWords(items, known.keeps);
  }
}

const NAMES = { record: "Report", draft: "Unfinished report", blob: "Photo" };

const SAVED = html`<p class="notice good" role="status"><strong>Your follow-up is in the Outbox.</strong></p>`;

const EMPTY = html`<p class="quiet">No report was saved on this phone yet. What you report is listed here, until the school has it and after.</p>`;

/** What is wrong with the line, while nothing waits for it. @param {Known} known */
const idleTrouble = known =>
  known.contact?.trouble && waiting(known.items).length === 0
    ? html`<p>${whyInWords(known.contact.trouble, known)}</p>`
    : nothing;

/** @param {Envelope} item @param {Known} known */
function card(item, known) {
  const { now, tripName } = known;
  const reason = item.state === "waiting" ? item.last_error : null;
  const facts = [`Saved ${inWords(item.filed_at, now)}`, tripName(item.trip), sizeInWords(item.size)];
  return html`<h3>${NAMES[item.type]} ${item.seq}</h3>
    ${stateLine(item, known)}
    ${reason ? html`<p>${whyInWords(reason, known)}</p>` : nothing}
    <p class="quiet">${facts.filter(Boolean).join(" · ")}</p>
    <p class="quiet">${triesInWords(item, now)}</p>`;
}
