// Everyone home: made to be shown to somebody. It works locked and without a signal, and names nobody.
import { html, nothing } from "lit-html";
import { tickIcon, waitIcon } from "../foundation/icons.js";
import { inWords } from "../foundation/times.js";
import { homeOf, photosInWords, reportsInWords } from "./home_rules.js";

/** @typedef {import("./home_rules.js").Home} Home */
/** @typedef {import("./home_rules.js").Known & {phone: {name: string} | null, waitingFor: string, now: number, waitingCount: number}} Known */
/**
 * `withPhotos` finds the records that only go with a photo; `ask` has one contact with the school.
 * @typedef {{withPhotos: (items: Known["items"]) => Set<string>, ask: () => Promise<unknown>, all: () => Promise<Known["items"]>, repaint: () => void}} Around
 */

/** One big sentence, green or amber, and what to do where it is amber. */
export class HomeScreen {
  title = "Everyone home";

  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    this.isAsking = false;
  }

  enter() {
    this.ask();
  }

  /** @param {Known} known */
  view(known) {
    const home = homeOf(known, this.around.withPhotos(known.items));
    return html`<div class="stack">
      <section class="home ${home.isHome ? "good" : "wait"}" role="status">
        ${home.isHome ? tickIcon : waitIcon}
        ${home.cannotKnow ? html`<p><strong>This phone cannot say.</strong> ${home.cannotKnow}</p>` : sentence(home)}
      </section>
      ${home.isHome ? nothing : this.toDo(home, known)}
      ${home.trip ? facts(home, known) : nothing}
    </div>`;
  }

  /** @param {Home} home @param {Known} known */
  toDo({ still, cannotKnow }, { waitingFor, waitingCount }) {
    return html`<section class="card stack" aria-labelledby="to-do">
      <h2 id="to-do">What to do</h2>
      ${still.length > 0 ? html`<ul class="home-list">${still.map(words => html`<li>${words}</li>`)}</ul>` : nothing}
      ${waitingCount > 0 ? html`<p>${waitingFor}</p>` : nothing}
      <p>${cannotKnow ? "Tell the office before you hand this phone in." : "Find a signal, and keep this open: it turns green by itself, a minute after the last has arrived."}</p>
      <button class="button wide" type="button" ?disabled=${this.isAsking} @click=${() => this.ask()}>${this.isAsking ? "Asking…" : "Ask the school now"}</button>
      <a class="button second wide" href="#/outbox">See the Outbox</a>
    </section>`;
  }

  /** Once to send what waits, and once more to hear that the school holds it twice. */
  async ask() {
    if (this.isAsking) return;
    this.show(true);
    try {
      await this.around.ask();
      if ((await this.around.all()).some(({ state }) => state === "received")) await this.around.ask();
    } finally {
      this.show(false);
    }
  }

  /** @param {boolean} isAsking */
  show(isAsking) {
    this.isAsking = isAsking;
    this.around.repaint();
  }
}

/** @param {Home} home */
const sentence = ({ isHome, counts }) => html`<p><strong>${isHome ? "Everyone home:" : "Not yet:"}</strong>
  <span>${reportsInWords(counts)}</span> <span>${photosInWords(counts)}</span></p>`;

/** @param {Home} home @param {Known} known */
function facts({ trip, isHome }, { phone, items, now }) {
  if (!trip) return nothing;
  const arrived = items.filter(item => item.trip === trip.id && !item.isApart).map(item => item.received_at ?? 0);
  const last = Math.max(0, ...arrived);
  return html`<section class="card stack-tight" aria-label="About this phone">
    <dl class="facts">
      ${trip.title ? fact("Trip", trip.title) : nothing}
      ${phone ? fact("Phone", phone.name) : nothing}
      ${last ? fact("Last arrived", inWords(last, now)) : nothing}
    </dl>
    <p class="quiet">This counts what was saved on this phone alone: reports, calls and checks. Each other phone has this screen too.</p>
    ${isHome ? html`<p class="quiet">Show it to whoever takes the phone back.</p>` : nothing}
  </section>`;
}

/** @param {string} name @param {string} words */
const fact = (name, words) => html`<div><dt>${name}</dt><dd>${words}</dd></div>`;
