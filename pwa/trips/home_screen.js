// Everyone home: made to be shown to somebody. It works locked and without a signal, and names nobody.
import { html, nothing } from "lit-html";
import { tickIcon, waitIcon } from "../foundation/icons.js";
import { inWords } from "../foundation/times.js";
import { countsInWords, homeOf } from "./home_rules.js";

/** @typedef {import("./home_rules.js").Home} Home */
/** @typedef {import("./home_rules.js").Known & {phone: {name: string} | null, waitingFor: string, now: number, waitingCount: number}} Known */

/** One big sentence, green or amber, and what to do where it is amber. */
export class HomeScreen {
  title = "Everyone home";

  /** @param {(items: Known["items"]) => Set<string>} withPhotos finds the records that only go with a photo */
  constructor(withPhotos) {
    this.withPhotos = withPhotos;
  }

  /** @param {Known} known */
  view(known) {
    const home = homeOf(known, this.withPhotos(known.items));
    return html`<div class="stack">
      <section class="home ${home.isHome ? "good" : "wait"}" role="status">
        ${home.isHome ? tickIcon : waitIcon}
        <p>${home.cannotKnow ? html`<strong>This phone cannot say.</strong> ${home.cannotKnow}` : sentence(home)}</p>
      </section>
      ${home.isHome ? nothing : toDo(home, known)}
      ${home.trip ? facts(home, known) : nothing}
    </div>`;
  }
}

/** @param {Home} home */
const sentence = ({ isHome, counts }) =>
  html`<strong>${isHome ? "Everyone home:" : "Not yet:"}</strong> ${countsInWords(counts)}`;

/** @param {Home} home @param {Known} known */
const toDo = (
  { still, cannotKnow },
  { waitingFor, waitingCount },
) => html`<section class="card stack" aria-labelledby="to-do">
  <h2 id="to-do">What to do</h2>
  ${still.length > 0 ? html`<ul class="home-list">${still.map(words => html`<li>${words}</li>`)}</ul>` : nothing}
  ${waitingCount > 0 ? html`<p>${waitingFor}</p>` : nothing}
  <p>${cannotKnow ? "Tell the office before you hand this phone in." : "Find a signal and keep Lanyard open here. This turns green by itself."}</p>
  <a class="button wide" href="#/outbox">See the Outbox</a>
</section>`;

/** @param {Home} home @param {Known} known */
function facts({ trip, isHome }, { phone, items, now }) {
  if (!trip) return nothing;
  const arrived = Math.max(
    0,
    ...items.filter(item => item.trip === trip.id && !item.isApart).map(item => item.received_at ?? 0),
  );
  return html`<section class="card stack-tight" aria-label="About this phone">
    <dl class="facts">
      ${trip.title ? fact("Trip", trip.title) : nothing}
      ${phone ? fact("Phone", phone.name) : nothing}
      ${arrived ? fact("Last arrived", inWords(arrived, now)) : nothing}
    </dl>
    <p class="quiet">This counts what was saved on this phone alone: reports, calls and checks. Each other phone has this screen too.</p>
    ${isHome ? html`<p class="quiet">Show it to whoever takes the phone back.</p>` : nothing}
  </section>`;
}

/** @param {string} name @param {string} words */
const fact = (name, words) => html`<div><dt>${name}</dt><dd>${words}</dd></div>`;
