// The one screen that answers: go, or who must step out and nothing about why. Big, with a drawing and a word, not by colour alone.
import { html, nothing, svg } from "lit-html";
import { tickIcon } from "../foundation/icons.js";
import { whyPart } from "../policy/why_part.js";

/** @typedef {import("./check_rules.js").Answer} Answer */
/**
 * @typedef {object} Shown
 * @property {Answer} answer
 * @property {string[]} names of who must step out
 * @property {boolean} areNamesShown
 * @property {boolean} isTurned away from children
 * @property {string} line what the school says of this place or activity
 * @property {import("../policy/why_rules.js").Code | null} setting behind what is said of the place or activity
 * @property {import("../trips/pack_rules.js").Pack | undefined} pack the list, with the school's words for it
 * @property {number} left how many are left without them
 * @property {boolean} isCheckOnly
 * @property {boolean} isAsking
 */
/** @typedef {{tick: () => void, remove: () => void, show: () => void, turn: () => void}} Does */

const stopIcon = html`<svg viewBox="0 0 24 24" aria-hidden="true">${svg`<path d="M8 2.500h8L21.500 8v8L16 21.500H8L2.500 16V8z"/><path d="M8 8l8 8M16 8l-8 8"/>`}</svg>`;
const outIcon = html`<svg viewBox="0 0 24 24" aria-hidden="true">${svg`<path d="M13 3H5v18h8"/><path d="M10 12h11M17 8l4 4-4 4"/>`}</svg>`;

// To be said aloud; nobody hears why.
const KIND_LINE = "“Could you help me hold the bag for this one?”";
/** @type {Record<string, string>} */
const STOPS = {
  place: "No photos here.",
  activity: "No photos during this.",
  no_list: "There is no list on this phone.",
  list_old: "The list is too old. Open Lanyard with a signal; then check again.",
  clock: "This phone’s clock is wrong. Set it right, or open Lanyard with a signal; then check again.",
  nobody: "Nobody is chosen.",
};

const OF_THE_LIST = ["no_list", "list_old"];

/** The answer in a few words, for the heading. @param {Answer} answer */
export function inFew({ outcome, out, stops }) {
  if (outcome === "go") return "Go";
  return stops.length > 0 ? "Stop: no photo" : `${out.length} must step out`;
}

/** @param {Shown} shown @param {Does} does */
export function answerPart(shown, does) {
  const { answer } = shown;
  if (answer.outcome === "go") return goPart(shown, does);
  return answer.stops.length > 0 ? stopPart(shown) : outPart(shown, does);
}

/** @param {Shown} shown @param {Does} does */
const goPart = (
  { answer, line, setting, pack, isCheckOnly, isAsking },
  { tick },
) => html`<section class="answer stack" aria-label="Answer">
  <p class="notice good said">${tickIcon}<strong>Go</strong></p>
  ${answer.warns.includes("activity") ? html`<p class="notice wait"><strong>Mind:</strong> ${line}</p>${whyPart(setting, pack)}` : nothing}
  <p>Tell them that you take a photo. Whoever says no steps out.</p>
  <button class="button wide" type="button" ?disabled=${isAsking} @click=${tick}>They know. ${isCheckOnly ? "Go ahead" : "Open camera"}</button>
</section>`;

/** @param {Shown} shown */
const stopPart = ({ answer, line, setting, pack }) => html`<section class="answer stack" aria-label="Answer">
  <p class="notice bad said">${stopIcon}<strong>Stop</strong></p>
  ${answer.stops.map(stop => html`<p>${STOPS[stop]}</p>`)}
  ${line ? html`<p class="notice wait">${line}</p>` : nothing}
  ${whyPart(setting, pack)}
  ${answer.stops.some(stop => OF_THE_LIST.includes(stop)) ? whyPart("photos.list_stops_hours", pack) : nothing}
  <a class="button wide" href=${answer.stops.includes("list_old") ? "#/outbox" : "#/photo"}>${answer.stops.includes("list_old") ? "Ask the school" : "Back"}</a>
</section>`;

/** @param {Shown} shown @param {Does} does */
const outPart = (shown, { remove, show, turn }) => html`<section class="answer stack" aria-label="Answer">
  <p class="notice bad said">${outIcon}<strong>${shown.isTurned ? "Not yet" : "Must step out"}</strong></p>
  ${shown.isTurned ? html`<p class="big">${KIND_LINE}</p>` : namesPart(shown, show)}
  ${shown.left > 0 ? html`<button class="button wide" type="button" @click=${remove}>Remove them and check again</button>` : html`<p>Nobody is left for this picture.</p>`}
  <button class="button second wide" type="button" aria-pressed=${shown.isTurned ? "true" : "false"} @click=${turn}>${shown.isTurned ? "Back to the names" : "Turn away from children"}</button>
</section>`;

/** @param {Shown} shown @param {() => void} show */
function namesPart({ names, areNamesShown }, show) {
  if (areNamesShown) return html`<ul class="big">${names.map(name => html`<li>${name}</li>`)}</ul>`;
  return html`<button class="button second wide" type="button" @click=${show}>Show the names again</button>`;
}
