// What a check is asked with: the line of the stop, how old the list is, groups and pupils to tap, class cameras to count.
import { html, nothing } from "lit-html";
import { chips, digitsField, textField } from "../foundation/fields.js";
import { inWords } from "../foundation/times.js";
import { whyPart } from "../policy/why_part.js";
import { found } from "../trips/pack_rules.js";
import { groupInWords, groupsOf } from "./group_rules.js";
import { activitiesOf, DESTINATIONS, PLACES, purposesOf, reasonOf, stopInWords } from "./stop_rules.js";

/** @typedef {import("./stop_rules.js").Stop} Stop */
/** @typedef {import("../trips/pack_rules.js").Pack} Pack */
/** @typedef {(part: Partial<Stop>) => void} Change */

const NONE = "None of these";

/** How old the list is, always in sight. @param {import("./check_rules.js").TodaysList} list @param {{now: number, ahead: number, warns: string[], pack: Pack | undefined}} at */
export function agePart({ confirmed_at }, { now, ahead, warns, pack }) {
  const since = html`<strong>List of ${inWords(confirmed_at - ahead, now)}</strong>`;
  if (!warns.includes("list_old")) return html`<p class="quiet">${since}</p>`;
  return html`<p class="notice wait">${since}: parents may have changed their minds since. Open Lanyard with a signal as soon as you can.</p>
    ${whyPart("photos.list_warns_hours", pack)}`;
}

/** What was set once for this stop, on one line that can be changed. @param {Stop} stop */
export const stopLine = stop => html`<div class="row card">
  <p class="grow"><span class="hidden-words">This stop: </span><strong>${stopInWords(stop)}</strong></p>
  <a class="button second" href="#/photo/stop">Change</a>
</div>`;

/** The one question of a new stop: buttons, since the line takes their place at the first tap. @param {(place: string) => void} told */
export const placeButtons = told => html`<section class="stack-tight" aria-labelledby="where">
  <h2 id="where">Where are you?</h2>
  <div class="chips short">${PLACES.map(
    ([place]) => html`<button class="button second" type="button" @click=${() => told(place)}>${place}</button>`,
  )}</div>
</section>`;

/**
 * All of it.
 * @param {Stop} stop @param {{photos: {purposes?: string[], activities: string[][]} | undefined, title: string, problem: string}} about @param {Change} change
 */
export function stopForm(stop, { photos, title, problem }, change) {
  return html`<div class="stack">
    ${chips({ name: "purpose", legend: "What are the pictures for?", options: purposesOf(photos), value: stop.purpose, told: purpose => change({ purpose }) })}
    ${chips({ name: "place", legend: "Where are you?", short: true, options: PLACES, value: stop.place, told: place => change({ place }) })}
    ${chips({ name: "activity", legend: "Is it one of these?", short: true, options: [NONE, ...activitiesOf(photos)].map(name => [name, name]), value: stop.activity ?? NONE, told: value => change({ activity: value === NONE ? null : value }) })}
    ${textField({ name: "justification", label: "Why are they taken?", value: reasonOf(stop, title), told: justification => change({ justification }), problem })}
    ${chips({ name: "destination", legend: "Where do they go?", short: true, options: DESTINATIONS, value: stop.destination, told: destination => change({ destination }) })}
  </div>`;
}

/** A whole group is one tap, and its answer comes at once. @param {import("./group_rules.js").Member[]} members @param {(name: string, keys: string[]) => void} check */
export const groupButtons = (members, check) => html`<section class="stack-tight" aria-labelledby="groups">
  <h2 id="groups">Who will be in it?</h2>
  <div class="items">${groupsOf(members).map(
    ({ name, keys }) =>
      html`<button class="button wide" type="button" @click=${() => check(name, keys)}>${groupInWords(name, keys.length)}</button>`,
  )}</div>
</section>`;

/**
 * Pupils to tap one by one.
 * @param {Pack} pack @param {{typed: string, chosen: Set<string>, out: Set<string>, find: (typed: string) => void, turn: (key: string) => void}} around
 */
export function pupilChips(pack, { typed, chosen, out, find, turn }) {
  return html`<section class="stack" aria-labelledby="some">
    <h2 id="some">Or tap some</h2>
    ${textField({ name: "find", label: "Find a name or a class", value: typed, told: find })}
    <div class="chips">${found(pack.pupils, typed).map(
      ([name, group, , , key = ""]) => html`<label class="chip">
        <input type="checkbox" .checked=${chosen.has(key)} @change=${() => turn(key)}>
        <span>${name} <small>${group}</small>${out.has(key) ? html` <strong>no photos today</strong>` : nothing}</span></label>`,
    )}</div>
    <p class="quiet">Somebody who is not on this list cannot be in it: they step out.</p>
  </section>`;
}

/** One name to tap, for a no. @param {Pack} pack @param {{typed: string, find: (typed: string) => void, told: (key: string) => void}} around */
export const namesToTap = (pack, { typed, find, told }) => html`<div class="stack">
  ${textField({ name: "find", label: "Find a name or a class", value: typed, told: find })}
  <div class="items">${found(pack.pupils, typed).map(
    ([name, group, , , key = ""]) =>
      html`<button class="button second wide" type="button" @click=${() => told(key)}><span>${name} <span class="quiet">${group}</span></span></button>`,
  )}</div>
</div>`;

/**
 * How many pictures class cameras took, asked for once there is time.
 * @param {import("./check_store.js").Uncounted[]} cameras
 * @param {{now: number, counts: Record<string, string>, problem: string, type: (check: string, count: string) => void, save: (check: string) => void}} around
 */
export const cameraCounts = (cameras, { now, counts, problem, type, save }) =>
  cameras.map(
    ({ check, camera, at }, place) => html`<section class="card stack" aria-label="Pictures to count">
      ${digitsField({ name: `count-${place}`, label: `How many pictures did ${camera || "the class camera"} take?`, hint: `Checked ${inWords(at, now)}. Count them on the camera.`, most: 4, value: counts[check] ?? "", told: value => type(check, value), problem: check in counts ? problem : "" })}
      <button class="button second" type="button" @click=${() => save(check)}>Save the count</button>
    </section>`,
  );

/** What comes in the way of a check, or stands beside it. */
export const otherWays = html`<nav class="stack-tight" aria-label="Other ways">
  <a class="button second wide" href="#/photo/said_no_today">A pupil says no today</a>
  <a class="button second wide" href="#/photo/school_rang">The school rang: no photos of …</a>
  <a class="button second wide" href="#/photo/only">Check only, for a class camera</a>
  <a class="button second wide" href="#/photo/thing">A place or thing, nobody in it</a>
  <p class="quiet">Video and audio are not offered yet.</p>
</nav>`;
