// Today's list: who is on the trip, what to watch for, whom to ring. It is on screen only while its owner has the phone open.
import { html, nothing } from "lit-html";
import { textField } from "../foundation/fields.js";
import { phoneIcon } from "../foundation/icons.js";
import { counted, inWords } from "../foundation/times.js";
import { homeOf } from "../policy/contacts_card_rules.js";
import { contactList } from "../policy/contacts_part.js";
import { contactsFor, telephoneLink } from "../policy/contacts_rules.js";
import { found } from "./pack_rules.js";

/** @typedef {import("./pack_rules.js").Pack} Pack */
/** @typedef {import("./pack_rules.js").Pupil} Pupil */
/** @typedef {{list: {pack: Pack, checked_at: number} | null, unlocked: unknown, people: unknown[], card: any, now: number}} Known */

/** The list, with a search. */
export class ListScreen {
  title = "Today's list";

  /** @param {() => void} repaint */
  constructor(repaint) {
    this.repaint = repaint;
    this.typed = "";
  }

  enter() {
    this.typed = "";
  }

  /** @param {Known} known */
  view(known) {
    if (!known.list) return absent(known);
    const { pack } = known.list;
    const pupils = found(pack.pupils, this.typed);
    return html`<div class="stack">
      ${agePart(known.list, known.now)}
      ${textField({ name: "find", label: "Find a name or a class", value: this.typed, told: typed => this.find(typed) })}
      <p role="status" class="quiet">${counted(pupils.length, "pupil")}${this.typed ? ` of ${pack.pupils.length}` : ""}</p>
      <a class="button second wide" href="#/count">Head count</a>
      ${pack.photos ? photoLinks : nothing}
      <ul class="pupils">${pupils.map(pupil => pupilPart(pupil, pack, homeOf(known.card, pack, pack.pupils.indexOf(pupil))))}</ul>
      ${pack.has_contacts && pack.has_care ? nothing : officePart(known.card, pack)}
    </div>`;
  }

  /** @param {string} typed */
  find(typed) {
    this.typed = typed;
    this.repaint();
  }
}

/** @param {{pack: Pack, checked_at: number}} list @param {number} now */
export const agePart = ({ pack, checked_at }, now) =>
  html`<p class="quiet"><strong>List from ${inWords(pack.as_at, now)}</strong>${
    inWords(checked_at, now) === inWords(pack.as_at, now)
      ? nothing
      : html`, still the same at ${inWords(checked_at, now)}`
  }</p>`;

// One tap from the list as well: a no wins at once.
const photoLinks = html`<div class="row">
  <a class="button second" href="#/photo/said_no_today">A pupil says no to photos today</a>
  <a class="button second" href="#/photo/school_rang">The school rang: no photos of …</a>
</div>`;

/** @param {Pupil} pupil @param {Pack} pack @param {{id: string, name: string} | null} home the local authority where they live */
const pupilPart = ([name, group, care, ring], pack, home) => html`<li class="card stack-tight">
  <p><strong>${name}</strong> <span class="quiet">${group}</span></p>
  ${pack.has_care && care ? html`<p class="notice wait">${care}</p>` : nothing}
  ${pack.has_contacts ? ring.map(ringPart) : nothing}
  ${home ? html`<a class="button plain" href=${`#/contacts/${home.id}`}>Lives in ${home.name}</a>` : nothing}
</li>`;

/** @param {import("./pack_rules.js").ToRing} contact */
const ringPart = ([name, relation, number]) =>
  number
    ? html`<a class="contact" href=${telephoneLink(number)}>${phoneIcon}<span><b>Ring ${name}</b> <span>${relation}</span> <span class="number">${number}</span></span></a>`
    : html`<p class="notice bad"><strong>Do not ring ${name}</strong> (${relation}). Ask the DSL.</p>`;

/** @param {any} card @param {Pack} pack */
function officePart(card, pack) {
  const lacks = [pack.has_contacts ? "" : "numbers of parents", pack.has_care ? "" : "medical notes"].filter(Boolean);
  return html`<section class="stack" aria-labelledby="ask"><h2 id="ask">Ring the office</h2>
    <p>The list carries no ${lacks.join(" and no ")} on this trip. The office has them.</p>
    ${contactList(contactsFor(card, ["base_contact", "office"]))}</section>`;
}

/** @param {Known} known */
function absent({ unlocked, people }) {
  if (!unlocked)
    return html`<div class="stack"><p>${people.length > 0 ? "The list opens with your PIN." : "The list needs a PIN: sign in once, with a signal, and choose one."}</p>
      <a class="button wide" href=${people.length > 0 ? "#/unlock" : "#/sign-in"}>${people.length > 0 ? "Unlock" : "Sign in"}</a></div>`;
  return html`<p class="notice wait">There is no list on this phone for you now. It comes with a signal, from 18:00 the evening before a trip that you and this phone are on.</p>`;
}
