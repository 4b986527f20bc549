// Reading and signing the agreement on acceptable use. It comes with a signal and is signed without; nothing that matters waits for it.
import { html, nothing } from "lit-html";
import { ask } from "../foundation/requests.js";
import { NotSavedError } from "../outbox/file_record.js";
import { mustSign } from "./agreement_rules.js";

/** @typedef {{version: number, text: string, changed?: {version: number, lines: string[]}[]}} Agreement */
/** @typedef {{unlocked: {staff: string, name: string} | null, card: any, agreed: Record<string, number>}} Known */
/**
 * @typedef {object} Around
 * @property {import("../foundation/requests.js").Fetch} fetch
 * @property {import("../foundation/local_store.js").LocalStore} local
 * @property {(version: number) => Promise<void>} sign
 * @property {(hash: string) => void} go
 * @property {() => void} repaint
 */

const NAME = "agreement";

/** The agreement, point by point. */
export class AgreementScreen {
  title = "Acceptable use";

  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    /** @type {Agreement | null} */
    this.agreement = null;
    this.looks = { isAsking: true, notKept: false };
  }

  async enter() {
    this.looks = { isAsking: true, notKept: false };
    const { fetch, local } = this.around;
    const { ok, json } = await ask(fetch, "/api/agreement");
    if (ok && typeof json.text === "string") {
      this.agreement = json;
      await Promise.allSettled([local.write(NAME, json)]);
    }
    this.agreement ??= (await local.read(NAME)) ?? null;
    this.show({ isAsking: false });
  }

  /** @param {Known} known */
  view(known) {
    if (!known.unlocked)
      return html`<p class="card">Whoever signs opens the phone with their PIN first. <a href="#/unlock">Unlock</a></p>`;
    if (!this.agreement)
      return html`<p class="card">${this.looks.isAsking ? "Opening…" : "It is not on this phone yet: it comes with a signal. Everything else works without."}</p>`;
    return html`<form class="stack" novalidate @submit=${(/** @type {Event} */ event) => this.submit(event)}>
      ${mustSign(known) ? changedPart(changedSince(this.agreement, known)) : nothing}
      <ul class="points">${lines(this.agreement.text).map(line => html`<li>${line}</li>`)}</ul>
      <p class="notice wait"><strong>The school may look at how its phones are used.</strong></p>
      ${mustSign(known) ? this.signPart() : html`<p>You have signed it.</p><a class="button wide" href="#/">Back to today</a>`}
    </form>`;
  }

  signPart() {
    return html`${this.looks.notKept ? html`<p class="problem" role="alert">NOT saved: this phone's storage did not answer. Try again.</p>` : nothing}
      <button class="button wide" ?disabled=${this.looks.isAsking}>I have read this and agree</button>
      <a class="button plain" href="#/">Not now</a>`;
  }

  /** @param {Event} event */
  async submit(event) {
    event.preventDefault();
    if (this.looks.isAsking || !this.agreement) return;
    this.show({ isAsking: true, notKept: false });
    try {
      await this.around.sign(this.agreement.version);
      this.around.go("#/");
    } catch (error) {
      if (!(error instanceof NotSavedError)) throw error;
      this.show({ isAsking: false, notKept: true });
    }
  }

  /** @param {Partial<{isAsking: boolean, notKept: boolean}>} looks */
  show(looks) {
    this.looks = { ...this.looks, ...looks };
    this.around.repaint();
  }
}

/** What changed of the school's policy since who has the phone open signed on it; all that is told where they never did. @param {Agreement} agreement @param {Known} known */
function changedSince({ changed = [] }, { unlocked, agreed }) {
  const signed = agreed[unlocked?.staff ?? ""] ?? 0;
  return changed.filter(({ version }) => version > signed).flatMap(one => one.lines);
}

/** @param {string[]} changed */
const changedPart = changed =>
  changed.length
    ? html`<section class="notice wait"><h2>What changed</h2><ul class="points">${changed.map(line => html`<li>${line}</li>`)}</ul></section>`
    : nothing;

/** @param {string} text */
const lines = text => text.split("\n").filter(line => line.trim());
