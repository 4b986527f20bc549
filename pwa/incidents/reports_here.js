// Which of what was saved on this phone are reports, so that more can be added to each: ids alone. What is sealed, the phone cannot
// tell apart from a check or a call.
import { html, nothing } from "lit-html";

const NAME = "reports";
const MOST = 500;

/** @typedef {{isOwnPhone: boolean, items: import("../outbox/outbox_rules.js").Envelope[]}} Known */

/** The ids of one phone's reports. */
export class ReportsHere {
  /** @param {Pick<import("../foundation/local_store.js").LocalStore, "read" | "change">} local @param {() => void} changed */
  constructor(local, changed) {
    this.local = local;
    this.changed = changed;
    /** @type {string[]} */
    this.ids = [];
    this.loaded = this.load();
  }

  async load() {
    const [kept] = await Promise.allSettled([this.local.read(NAME)]);
    if (kept.status === "fulfilled") this.ids = together(this.ids, kept.value ?? []);
    this.changed();
  }

  /** One was saved, finished or as it stood. @param {string} id */
  async add(id) {
    this.ids = together([id], this.ids);
    this.changed();
    await Promise.allSettled([this.local.change(NAME, kept => together([id], kept ?? []))]);
  }

  /** The way to its form; nothing for what is no report, and on somebody's own phone. @param {{id: string}} item @param {{isOwnPhone: boolean}} known */
  link({ id }, { isOwnPhone }) {
    return this.ids.includes(id) && !isOwnPhone
      ? html`<a class="button second" href="#/add/${id}">Add to this report</a>`
      : nothing;
  }

  /** The same once it is saved, where somebody's own phone says why there is none (ADR 0035). @param {{id: string}} item @param {Known} known */
  afterSaving(item, known) {
    if (known.isOwnPhone) return notHere;
    if (!this.ids.includes(item.id)) return nothing;
    return html`<div class="row">${this.link(item, known)}${this.takenLink(item, known)}</div>`;
  }

  /** What was taken because of it goes with it; what is for the chair alone is named by nothing else. @param {{id: string}} item @param {Known} known */
  takenLink({ id }, { items }) {
    if (items.find(one => one.id === id)?.isApart) return nothing;
    return html`<a class="button second" href="#/item/taken-in-${id}">Something was taken</a>`;
  }
}

/** @param {string[]} newer @param {string[]} older */
const together = (newer, older) => [...new Set([...newer, ...older])].slice(0, MOST);

const notHere = html`<p class="quiet">To add to it later, take a school phone or ring the school. Your own phone does two things: it reports, and it logs a call.</p>`;

/** @type {ReportsHere | null} */
let made = null;

/** One of them, whoever asks first. @param {{local: ReportsHere["local"], repaint: () => void}} around */
export function reportsHere({ local, repaint }) {
  made ??= new ReportsHere(local, repaint);
  return made;
}
