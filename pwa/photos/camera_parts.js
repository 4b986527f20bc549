// The parts of the camera's screen: why it stays closed, what it is for, the question before a photo is kept.
import { html, nothing } from "lit-html";
import { counted } from "../foundation/times.js";
import { TROUBLES } from "./camera_words.js";

/** @typedef {import("../consent/passing_check.js").PassingCheck} Check */

/** @param {Exclude<import("./photo_rules.js").WhyClosed, "">} why @param {{people: unknown[]}} known */
export function closedPart(why, { people }) {
  const opened = people.length > 0 ? link("#/unlock", "Unlock") : link("#/sign-in", "Sign in");
  const { words, way } = {
    held: {
      words: "There is an emergency: no phones, no photographs. Anybody may end that with a tap.",
      way: link("#/emergency", "See the emergency"),
    },
    set_up: {
      words: "The camera opens on a phone of the school alone. This one is not set up.",
      way: link("#/setup", "Set up this phone"),
    },
    locked: { words: "Whoever photographs opens the phone with their PIN first.", way: opened },
    no_agreement: {
      words:
        "The camera opens once the school has put its acceptable use in force, and you have signed it. It comes with a signal.",
      way: link("#/", "Go to today"),
    },
    unsigned: {
      words: "The camera opens once you have signed the acceptable use.",
      way: link("#/agreement", "Read and sign"),
    },
    unchecked: {
      words: "The camera opens after a check of who is in the picture, for ten minutes.",
      way: link("#/photo", "Check first"),
    },
  }[why];
  return html`<p class="notice wait">${words}</p>${way}`;
}

/** @param {string} address @param {string} words */
const link = (address, words) => html`<a class="button wide" href=${address}>${words}</a>`;

/** What the photo is for, as it was said at the check. @param {Check} check */
export const photosLine = ({ nobody, place, justification, pupils }) =>
  html`<p><strong>${
    nobody ? "Nobody in it" : `${counted(pupils.length, "pupil")} checked`
  }</strong>${[place, justification].filter(Boolean).map(words => html` · ${words}`)}</p>`;

/** @param {number} kept */
export const keptPart = kept =>
  kept > 0
    ? html`<p class="notice good" role="status"><strong>${counted(kept, "photo")} kept.</strong> Each goes to the school by itself, and then from this phone.</p>`
    : nothing;

/** @param {import("./camera.js").Trouble} trouble @param {() => void} again */
export const troublePart = (trouble, again) => html`<p class="notice bad" role="alert">${TROUBLES[trouble]}</p>
  <button class="button wide" type="button" @click=${again}>Try again</button>`;

/** Asked of every shot: whoever ran into the picture was not checked. @param {boolean} nobody @param {{keep: () => void, drop: () => void, isBusy: boolean}} answers */
export const questionPart = (nobody, { keep, drop, isBusy }) => html`<section class="stack" aria-labelledby="in-it">
  <h2 id="in-it">${nobody ? "Is anyone in it?" : "Is anyone else in it?"}</h2>
  <p>Look at the edges and the background${nobody ? "" : ": only those who were checked may be seen"}.</p>
  <button class="button wide" type="button" ?disabled=${isBusy} @click=${keep}>${nobody ? "Nobody: keep it" : "Nobody else: keep it"}</button>
  <button class="button second wide" type="button" ?disabled=${isBusy} @click=${drop}>Somebody is: throw it away</button>
</section>`;
