// Whom to ring, for everything: in danger, the school, local authorities, national bodies; and what to do about illegal content.
import { html, nothing } from "lit-html";
import { phoneIcon } from "../foundation/icons.js";
import bodies from "../../server/policy/national_bodies.json" with { type: "json" };
import { ageOf, groupsOf, nationNote, pageAt } from "./contacts_card_rules.js";
import { noNumbers } from "./contacts_part.js";
import { fromAnywhere, goesAbroad, isAbroad, emergencyNumber, telephoneLink } from "./contacts_rules.js";
import { illegalPart } from "./illegal_part.js";

/** @typedef {import("./contacts_card_rules.js").Card} Card */
/** @typedef {import("./contacts_card_rules.js").Line} Line */
/** @typedef {import("./contacts_card_rules.js").Group} Group */
/** @typedef {import("./contacts_rules.js").Place} Place */
/** @typedef {Parameters<typeof noNumbers>[0] & {today: string, list: {pack: import("./contacts_card_rules.js").Pack} | null}} Known */

const ILLEGAL = "illegal";

/** All of them; one local authority's, by its id in the address; or what to do about illegal content. */
export class ContactsScreen {
  title = "Contacts";

  /** @param {(card: any, today: string) => Place | null} tripNow today's */
  constructor(tripNow) {
    this.tripNow = tripNow;
    this.param = "";
  }

  /** @param {string} param */
  enter(param) {
    this.param = param;
  }

  heading() {
    return this.param === ILLEGAL ? "Illegal content" : this.title;
  }

  /** @param {Known} known */
  view(known) {
    const { card, list } = known;
    const groups = groupsOf({ card, pack: list?.pack ?? null, bodies });
    const part = (/** @type {Line} */ line) => linePart(line, known);
    if (this.param === ILLEGAL) return html`${illegalPart(groups, card, part)}${allLink}`;
    const only = groups.filter(({ id }) => id === this.param);
    const isOpen = only.length > 0 || !card?.contacts?.length;
    return html`<div class="stack">
      ${dangerPart(this.tripNow(card, known.today))}
      <p class="quiet">${nationNote(card)}</p>
      ${(only.length > 0 ? only : groups).map(group => groupPart(group, known, isOpen, part))}
      ${only.length > 0 ? allLink : html`<a class="button second wide" href="#/contacts/${ILLEGAL}">Illegal content: what to do</a>`}
    </div>`;
  }
}

const allLink = html`<p><a class="button second wide" href="#/contacts">All contacts</a></p>`;

/** @param {Place | null} trip */
function dangerPart(trip) {
  const number = emergencyNumber(trip);
  return html`<section class="stack-tight" aria-label="In danger">
    <a class="button danger wide in-danger" href=${telephoneLink(number)}>${phoneIcon}<span>In danger: ring ${number}</span></a>
    ${trip && isAbroad(trip) ? html`<p>In the UK, on the way: <a href="tel:999">999</a>.</p>` : nothing}
    <p class="quiet">You need not know everything before you ring.</p>
  </section>`;
}

/** The school's are in view; the others unfold, one tap away. @param {Group} group @param {Known} known @param {boolean} isOpen there is little else @param {(line: Line) => unknown} part */
function groupPart({ id, title, note, contacts, pupils }, known, isOpen, part) {
  const heading = html`<h2 id=${`group-${id}`}>${title}${note ? html` <small class="quiet">${note}</small>` : nothing}</h2>`;
  const inside = html`${pupils.length > 0 ? html`<p>Lives there: ${pupils.join(", ")}</p>` : nothing}
    ${contacts.length > 0 ? html`<ul class="contacts">${contacts.map(line => html`<li>${part(line)}</li>`)}</ul>` : html`<p class="card">${noNumbers(known)}</p>`}`;
  return id === "school" || isOpen
    ? html`<section class="stack" aria-labelledby=${`group-${id}`}>${heading}${inside}</section>`
    : html`<details class="unfolds stack"><summary>${heading}</summary>${inside}</details>`;
}

/** A contact: its number to ring, its page to open, and how old its check is. @param {Line} line @param {{card: Card | null, today: string}} known */
function linePart(line, { card, today }) {
  const age = ageOf(line, today, card);
  const page = pageAt(line.address);
  const number = goesAbroad(/** @type {any} */ (card)) ? fromAnywhere(line.number) : line.number;
  const words = html`<span><b>${line.title}</b><span>${line.name}</span>${number ? html` <span class="number">${number}</span>` : nothing}
    ${age ? html`<small class=${age.isOverdue ? "overdue" : "quiet"}>${age.words}</small>` : nothing}</span>`;
  return html`${number ? html`<a class="contact" href=${telephoneLink(number)}>${phoneIcon}${words}</a>` : html`<div class="contact">${words}</div>`}
    ${page ? html`<a class="button plain page-link" href=${page} target="_blank" rel="noopener noreferrer">${page}</a>` : nothing}`;
}
