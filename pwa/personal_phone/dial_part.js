// How to ring a number with the caller's own withheld: a link on a phone, big figures on an iPad, or why it is not to be rung.
import { html, nothing } from "lit-html";
import { phoneIcon } from "../foundation/icons.js";
import { dialled, isRefused, spaced, worldwide } from "./dial_rules.js";
import { WHY } from "./dial_words.js";

/** @typedef {import("./dial_rules.js").Dialled} Dialled */
/**
 * `canRing`: whether this is a phone. `isAbroad`: whether whoever rings is. `callMade`: told when the link is tapped.
 * `what` names what cannot ring: "iPad" unless said otherwise.
 * @typedef {{canRing: boolean, isAbroad: boolean, callMade?: () => void, what?: string}} Around
 */

// Said while somebody may still be typing: a hint, not a mistake.
const UNFINISHED = ["too_short", "no_zero", "prefix_alone", "releases_alone", "no_country"];
const ABROAD = "112";

/** @param {string} asked any text; an empty one shows nothing @param {Around} around */
export function dialPart(asked, around) {
  const found = dialled(asked);
  if (found.why === "empty") return nothing;
  if (isRefused(found)) return refusal(found);
  if (around.isAbroad && found.why === "emergency" && found.dial !== ABROAD) return emergencyAbroad(found, around);
  return html`<div class="dial stack">
    ${toRing(wayOf(found, around), around)}
    ${found.extension ? html`<p class="notice guide">Then ask for <b>extension ${found.extension}</b>. It is not dialled for you.</p>` : nothing}
    ${remarks(found, around)}
  </div>`;
}

/** @param {Dialled} found */
const refusal = ({ why }) =>
  UNFINISHED.includes(why)
    ? html`<p class="quiet dial-why">${WHY[why]}</p>`
    : html`<p class="notice wait dial-why">${WHY[why]}</p>`;

/** What is dialled, and what the link says. @param {Dialled} found @param {Around} around @returns {{digits: string, words: string, isUrgent: boolean}} */
function wayOf({ dial, number, verdict, why }, { isAbroad }) {
  const digits = /** @type {string} */ ((isAbroad && worldwide(number ?? "")) || dial);
  if (verdict === "plain")
    return { digits, words: why === "emergency" ? "Ring now" : "Ring", isUrgent: why === "emergency" };
  return {
    digits,
    words: isAbroad ? "Ring, your number may show" : "Ring with your number withheld, tried",
    isUrgent: false,
  };
}

/** @param {{digits: string, words: string, isUrgent: boolean}} way @param {Around} around */
function toRing(way, { canRing, callMade, what = "iPad" }) {
  return canRing
    ? ringLink(way, callMade)
    : html`<div class="card dial-card stack-tight">
      <p><b>This ${what} can't ring. Use any phone</b> and dial:</p>
      <p class="dial-digits">${figures(way.digits)}</p>
    </div>`;
}

/** @param {{digits: string, words: string, isUrgent: boolean}} way @param {(() => void) | undefined} callMade */
const ringLink = (
  { digits, words, isUrgent },
  callMade,
) => html`<a class="button wide dial-link ${isUrgent ? "danger" : ""}" href="tel:${digits}" @click=${callMade ?? nothing}>
    ${phoneIcon}<span><b>${words}</b> <span class="dial-number">${figures(digits)}</span></span></a>`;

/** Grouped for the eye, each group whole; one by one for the ear. @param {string} digits */
const figures = digits =>
  html`<span aria-hidden="true">${spaced(digits)
    .split(" ")
    .map(
      group => html`<span class="dial-group">${group}</span> `,
    )}</span><span class="hidden-words">${[...digits].join(" ")}</span>`;

/** @param {Dialled} found @param {Around} around */
function remarks({ verdict, why, number }, { isAbroad }) {
  if (verdict === "plain") {
    const isHome = !isAbroad || why.startsWith("emergency");
    return html`<p class="dial-why">${isHome ? WHY[why] : "From abroad a short UK number may not answer. Ring the school."}</p>`;
  }
  if (isAbroad) return html`${settingPart()} ${showsAnyway()}`;
  return html`<p class="dial-why">${WHY[why]}</p>
    ${showsAnyway()}
    <details class="dial-more"><summary>If they see your number all the same</summary>
      <div class="stack-tight">
        <p>Not every network takes 141. Dial <b>#31#</b> by hand in its place: <span class="dial-group">#31#${number}</span></p>
        ${ownSetting()}
      </div>
    </details>`;
}

const showsAnyway = () => html`<ul class="dial-marks stack-tight">
    <li><b>Texts, WhatsApp and FaceTime</b> show your number. Ring only.</li>
    <li><b>Some people refuse withheld calls.</b> Then ring the school.</li>
  </ul>`;

/** Abroad 141 is no use: only the handset's own setting is left. */
const settingPart = () => html`<div class="notice wait stack-tight">
    <p><b>Your number may not be hidden.</b> 141 is a UK code. Before you ring, switch your number off in the phone's own settings:</p>
    ${ownSetting()}
  </div>`;

const ownSetting = () => html`<p><b>iPhone:</b> Settings, Apps, Phone, Show My Caller ID.
    <b>Android:</b> Phone app, Settings, Calls, Additional settings, Caller ID. Some networks allow neither.</p>`;

/** @param {Dialled} found @param {Around} around */
function emergencyAbroad(found, around) {
  return html`<div class="dial stack">
    ${toRing({ digits: ABROAD, words: "Ring now", isUrgent: true }, around)}
    <p class="dial-why">${found.dial} is the UK's number. Abroad ring 112, or the country's own number.</p>
    ${around.canRing ? html`<a class="button second wide" href="tel:${found.dial}" @click=${around.callMade ?? nothing}>Ring ${found.dial} all the same</a>` : nothing}
  </div>`;
}
