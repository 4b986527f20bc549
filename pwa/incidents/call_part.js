// The first card of an emergency: ring, and what to read out to whoever answers.
import { html, nothing } from "lit-html";
import { textField } from "../foundation/fields.js";
import { phoneIcon } from "../foundation/icons.js";
import { agoInWords } from "../foundation/times.js";
import { telephoneLink } from "../policy/contacts_rules.js";
import { CALLED, said, spoken, wordsOf } from "./emergency_rules.js";
import { gridReference } from "./grid.js";

/** @typedef {import("./emergency_rules.js").Found} Found */
/**
 * @typedef {object} Card
 * @property {string} number what to ring here
 * @property {"phone" | "iPad" | "device"} ringer
 * @property {number | null} pupils
 * @property {string} place
 * @property {Found | null} found
 * @property {string} finding what is said of looking for the position
 * @property {number} now
 * @property {unknown} called the button that keeps the time
 */

/** @param {Card} card @param {{typed: (place: string) => void, find: () => void}} told */
export function callPart(card, { typed, find }) {
  const { number, ringer, pupils, place } = card;
  return html`<section class="card danger stack" aria-labelledby="call">
    <h2 class="hidden-words" id="call">Call ${number}</h2>
    ${ringer === "phone" ? callLink(number) : cannotRing(card)}
    ${card.called}
    <p>They ask which service first: ambulance, police or fire. Then read this out:</p>
    <blockquote class="read-out stack-tight">
      <p>“${said(pupils, place)}”</p>
      ${positionPart(card)}
    </blockquote>
    <div class="row">
      <button class="button second grow" type="button" @click=${find}>${card.found ? "Find it again" : "Find our position"}</button>
      <span class="quiet" role="status">${card.finding}</span>
    </div>
    ${textField({ name: "place", label: "Where you are", value: place, told: typed })}
  </section>`;
}

/** @param {string} number */
const callLink = number =>
  html`<a class="button danger wide call" href=${telephoneLink(number)}>${phoneIcon}<span>Call ${number}</span></a>`;

/** @param {Card} card */
const cannotRing = ({
  number,
  ringer,
}) => html`<p><strong>This ${ringer} may not be able to ring.</strong> Take any phone, also a locked or a private one, and dial:</p>
  <p class="dial-this">${number}</p>
  <a class="button second wide" href=${telephoneLink(number)}>${phoneIcon}<span>Try to call ${number} from here</span></a>`;

/** @param {Card} card */
function positionPart({ found, now }) {
  if (!found) return nothing;
  const grid = gridReference(found);
  return html`<p>Latitude and longitude: <b class="figures">${spoken(found)}</b></p>
    ${
      grid
        ? html`<p>Ordnance Survey grid reference: <b class="figures" id="grid">${grid}</b></p>`
        : html`<p class="quiet">No grid reference: the Ordnance Survey's grid is Great Britain's alone, and does not reach Northern Ireland. Read out the latitude and longitude.</p>`
    }
    <p class="quiet">To within ${found.accuracy_metres} m, ${agoInWords(found.at, now)}.</p>`;
}

/** The step that belongs under the call. @param {string} number */
export const calledWords = number => wordsOf(CALLED, number);
