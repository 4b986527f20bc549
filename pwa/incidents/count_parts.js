// The pieces of a head count, each read at arm's length and tapped in gloves; what they mean is in `count_rules.js`.
import { html, nothing } from "lit-html";
import { digitsField } from "../foundation/fields.js";
import { counted } from "../foundation/times.js";
import { countInWords, groupInWords, lacking, lastInWords } from "./count_rules.js";

/** @typedef {import("./count_rules.js").Group} Group */
/** @typedef {import("./count_rules.js").Count} Count */
/** @typedef {import("./count_rules.js").Last} Last */
/** @typedef {import("./count_rules.js").Member} Member */
/** Who is ticked, by key, and whether the newest lies on the phone. @typedef {{keys: Set<string>, keeping: string}} Ticked */

/** Whom to count, each with how its last count went. @param {Group[]} groups @param {Last[]} lasts @param {number} now @param {(group: Group) => void} chosen */
export const groupsPart = (groups, lasts, now, chosen) => html`<div class="stack">
  <p>Whom do you count?</p>
  ${groups.map(group => {
    const last = lasts.find(one => one.group === group.name);
    return html`<button class="button second wide count-group" type="button" @click=${() => chosen(group)}>
      <span>${groupInWords(group.name)}${group.of === null ? nothing : html` <small>${counted(group.of, "pupil")}</small>`}</span>
      ${last ? html`<small>Last: ${lastInWords({ ...last, group: null }, now)}</small>` : nothing}
    </button>`;
  })}
</div>`;

/** The number, big; what is read out is the same. @param {Pick<Count, "counted" | "of" | "group">} count */
const tallyPart = ({
  counted: number,
  of,
  group,
}) => html`<p class="tally ${tone({ counted: number, of })}" role="status">
  <span class="quiet">${groupInWords(group)}</span>
  <b>${number}</b> <span>${of === null ? "counted" : `of ${of}`}</span>
</p>`;

/** @param {Pick<Count, "counted" | "of">} count */
function tone(count) {
  if (count.of === null || lacking(count) > 0) return "";
  return count.counted === count.of ? "good" : "wait";
}

/**
 * Counting by tapping: the whole lower half adds one.
 * @param {Count} count
 * @param {{add: () => void, undo: () => void, done: () => void, should: (typed: string) => void, byName: (() => void) | null}} acts
 */
export const tapPart = (count, { add, undo, done, should, byName }) => html`<div class="counting stack">
  ${tallyPart(count)}
  ${overPart(count)}
  <div class="row">
    <button class="button second grow" type="button" ?disabled=${count.counted === 0} @click=${undo}>Undo a tap</button>
    <button class="button grow" type="button" @click=${done}>Done</button>
  </div>
  <button class="button own wide count-tap" type="button" @click=${add}><span aria-hidden="true">+1</span><span class="hidden-words">Count one more</span></button>
  ${byName ? html`<button class="button plain" type="button" @click=${byName}>Tick names off instead${count.counted > 0 ? " (starts again)" : ""}</button>` : nothing}
  <details class="someone-else" ?open=${count.of === null}>
    <summary>${count.of === null ? "How many should there be?" : `It should not be ${count.of}`}</summary>
    ${digitsField({ name: "should", label: "How many should there be?", value: count.of === null ? "" : String(count.of), most: 4, told: should })}
  </details>
</div>`;

/** @param {Pick<Count, "counted" | "of">} count */
const overPart = count =>
  count.of !== null && count.counted > count.of
    ? html`<p class="notice wait"><strong>${countInWords(count)}.</strong> You can save it all the same.</p>`
    : nothing;

/**
 * Counting by name: a row for each, ticked off as it is seen.
 * @param {Count} count @param {Member[]} members @param {Ticked} ticked
 * @param {{tick: (key: string) => void, done: () => void, byTap: () => void}} acts
 */
export const tickPart = (
  count,
  members,
  { keys, keeping },
  { tick, done, byTap },
) => html`<div class="counting stack" data-kept=${keeping}>
  ${rows("Tick everybody you see", members, keys, tick)}
  <button class="button plain" type="button" @click=${byTap}>Tap instead, from ${count.counted}</button>
  <div class="save-bar count-bar stack-tight">
    ${tallyPart(count)}
    <button class="button wide" type="button" @click=${done}>Done</button>
  </div>
</div>`;

/**
 * The number is short: who is it?
 * @param {Count} count @param {Member[]} members @param {Ticked} missing
 * @param {{tick: (key: string) => void, done: () => void, back: () => void}} acts
 */
export const whoPart = (
  count,
  members,
  { keys, keeping },
  { tick, done, back },
) => html`<div class="counting stack" data-kept=${keeping}>
  <p class="notice bad"><strong>${countInWords(count)}: ${counted(lacking(count), "pupil")} missing.</strong> Tick who, or save without a name.</p>
  ${rows("Who is missing?", members, keys, tick)}
  <button class="button plain" type="button" @click=${back}>Go on counting</button>
  <div class="save-bar count-bar stack-tight">
    <button class="button wide" type="button" @click=${done}>${keys.size > 0 ? "Save this count" : "Save without a name"}</button>
  </div>
</div>`;

/** @param {string} legend @param {Member[]} members @param {Set<string>} ticked @param {(key: string) => void} tick */
const rows = (legend, members, ticked, tick) => html`<fieldset>
  <legend>${legend}</legend>
  <div class="chips">${members.map(
    ({ key, name }) =>
      html`<label class="chip count-row"><input type="checkbox" .checked=${ticked.has(key)} @change=${() => tick(key)}> ${name}</label>`,
  )}</div>
</fieldset>`;

/**
 * What came of it, and the next step where somebody is missing.
 * @param {Last} last @param {string[]} names
 * @param {{again: () => void, report: () => void, another: () => void}} acts
 */
export function donePart(last, names, { again, report, another }) {
  const short = lacking(last) > 0;
  return html`<div class="stack">
    <section class="home ${short ? "bad" : last.counted === last.of ? "good" : "wait"}" role="status">
      <p><strong>${countInWords(last, names)}</strong> <span>${groupInWords(last.group)}</span></p>
    </section>
    ${short ? shortPart(again, report) : nothing}
    <p class="quiet">Saved on this phone. The school has it with the next signal.</p>
    <button class="button ${short ? "second" : ""} wide" type="button" @click=${another}>Another count</button>
    <a class="button second wide" href="#/">Back to today</a>
  </div>`;
}

/** @param {() => void} again @param {() => void} report */
const shortPart = (again, report) => html`<section class="stack" aria-label="Somebody is missing">
  <button class="button wide" type="button" @click=${again}>Count again</button>
  <button class="button report wide" type="button" @click=${report}>Report a missing pupil</button>
  <a class="button danger wide" href="#/emergency">Emergency</a>
</section>`;

/** @param {Last[]} lasts @param {number} now */
export const lastsPart = (lasts, now) =>
  lasts.length === 0
    ? nothing
    : html`<section class="card stack-tight" aria-labelledby="counts">
      <h2 id="counts">Last counts</h2>
      <ul>${lasts.map(last => html`<li>${lastInWords(last, now)}</li>`)}</ul>
    </section>`;

export const notSaved = html`<p class="notice bad" role="alert"><strong>NOT saved.</strong> This phone's storage did not take it. Try again, and write the number down.</p>`;

export const notKept = html`<p class="notice wait" role="alert">This phone cannot keep a count that is under way. Finish it before you leave this screen.</p>`;
