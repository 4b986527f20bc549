// The Outbox: every item's true state, its tries and why it has not gone, and "Send now".
import { html, nothing } from "lit-html";
import { inWords } from "../foundation/times.js";
import { waiting } from "./outbox_rules.js";
import { outboxInWords, reasonInWords, sizeInWords, triesInWords } from "./outbox_words.js";
import { outboxLine, stateLine } from "./state_part.js";

/** @typedef {import("./outbox_rules.js").Envelope} Envelope */
/** @typedef {import("./send.js").Contact} Contact */
/** @typedef {{items: Envelope[], hasStorageTrouble: boolean, now: number, contact: Contact | null, tripName: (id: string | null) => string | null}} Known */

const SHOWN_AT_SCHOOL = 30;

/** The list of what was filed on this phone. */
export class OutboxScreen {
  title = "Outbox";

  /** @param {{sendNow: () => Promise<Contact | null>, all: () => Promise<Envelope[]>, repaint: () => void}} around */
  constructor(around) {
    this.around = around;
    this.isSending = false;
    this.result = "";
  }

  enter() {
    this.result = "";
  }

  /** @param {Known} known */
  view(known) {
    const newest = [...known.items].sort((a, b) => b.filed_at - a.filed_at || b.seq - a.seq);
    const atSchool = newest.filter(item => item.state !== "waiting").slice(0, SHOWN_AT_SCHOOL);
    return html`<div class="stack">
      <div class="card stack">
        ${outboxLine(known)}
        ${this.result ? nothing : lastContact(known)}
        <button class="button wide" type="button" ?disabled=${this.isSending} @click=${() => this.sendNow()}>
          ${this.isSending ? "Sending…" : "Send now"}</button>
        <p role="status">${this.result}</p>
      </div>
      ${list("Waiting on this phone", waiting(newest), known)}
      ${list("At school", atSchool, known)}
      ${known.items.length === 0 ? html`<p class="quiet">What you report on this phone is listed here, until the school has it and after.</p>` : nothing}
    </div>`;
  }

  async sendNow() {
    this.isSending = true;
    this.result = "";
    this.around.repaint();
    try {
      const contact = await this.around.sendNow();
      this.result = await this.resultOf(contact);
    } finally {
      this.isSending = false;
      this.around.repaint();
    }
  }

  /** @param {Contact | null} contact */
  async resultOf(contact) {
    if (contact?.trouble) return reasonInWords(contact.trouble);
    if (contact === null) return "Sending is under way already.";
    return outboxInWords(await this.around.all());
  }
}

/** @param {Known} known */
function lastContact({ contact, now }) {
  if (!contact) return nothing;
  const at = inWords(contact.at, now);
  return html`<p class="quiet">${contact.trouble ? `Last tried ${at}. ${reasonInWords(contact.trouble)}` : `Last in contact with the school ${at}.`}</p>`;
}

/** @param {string} title @param {Envelope[]} items @param {Known} known */
function list(title, items, known) {
  if (items.length === 0) return nothing;
  return html`<section class="stack" aria-label=${title}>
    <h2>${title}</h2>
    <ul class="stack">${items.map(item => html`<li class="card stack-tight">${card(item, known)}</li>`)}</ul>
  </section>`;
}

/** @param {Envelope} item @param {Known} known */
function card(item, { now, tripName }) {
  const trip = tripName(item.trip);
  const reason = item.state === "waiting" ? item.last_error : null;
  return html`<h3>Report ${item.seq}</h3>
    ${stateLine(item, now)}
    ${reason ? html`<p>${reasonInWords(reason)}</p>` : nothing}
    <dl class="facts">
      <div><dt>Saved</dt><dd>${inWords(item.filed_at, now)}</dd></div>
      ${trip ? html`<div><dt>Trip</dt><dd>${trip}</dd></div>` : nothing}
      <div><dt>Size</dt><dd>${sizeInWords(item.size)}</dd></div>
      <div><dt>Sending</dt><dd>${triesInWords(item, now)}</dd></div>
    </dl>`;
}
