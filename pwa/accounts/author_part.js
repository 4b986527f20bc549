// Who is using the phone, and whose name a report will carry, with the way to change it.
import { html, nothing } from "lit-html";
import { personIcon } from "../foundation/icons.js";

/** @typedef {{name: string, id?: string, how?: string} | null} Author */

/** For every screen but the form. @param {{author: Author, isReady: boolean, people: unknown[]}} known */
export function usingPart({ author, isReady, people }) {
  if (author) return row(html`Using this phone: <strong>${author.name}</strong>`, handOver(author));
  if (!isReady) return row(html`Opening who is using it…`, signIn(author));
  return people.length > 0 ? row(LOCKED, unlock) : row(NOBODY, signIn(author));
}

/**
 * For a form: what is written is its beginner's, whoever saves it; one begun by nobody may be taken on by who uses the phone now.
 * Who writes on another's unlock comes with the rest (`someone_else_part.js`).
 * @param {Author} author @param {import("./author_store.js").Actor} actor @param {() => void} takeOn @param {string} [thing] what is written
 */
export function writingPart(author, actor, takeOn, thing = "report") {
  if (actor.typed_name !== null && author) {
    return row(html`Writing: <strong>${actor.typed_name}</strong>, on ${author.name}'s unlock`, nothing);
  }
  if (actor.staff && actor.staff !== author?.id) {
    return row(html`This ${thing} carries the name of whoever began it.`, nothing);
  }
  if (actor.staff) return row(html`Writing as <strong>${author?.name}</strong>`, handOver(author));
  if (!author) return row(html`<strong>Nobody signed in:</strong> the ${thing} will not carry a name`, signIn(author));
  const mine = html`<button class="button second" type="button" @click=${takeOn}>It is mine</button>`;
  return row(
    html`Begun with nobody signed in: the ${thing} will not carry a name. ${author.name} is signed in now.`,
    mine,
  );
}

const LOCKED = html`<strong>Locked.</strong> Reporting works all the same`;
const NOBODY = html`<strong>Nobody signed in</strong>`;

/** @param {Author} author */
const signIn = author => html`<a class="button plain" href="#/sign-in">${author ? "Not you?" : "Sign in"}</a>`;

const unlock = html`<a class="button second" href="#/unlock">Unlock</a>`;

/** @param {Author} author */
const handOver = author =>
  author?.how === "pin"
    ? html`<a class="button plain" href="#/unlock">Someone else is taking this phone</a>`
    : signIn(author);

/** @param {unknown} words @param {unknown} action */
const row = (words, action) => html`<div class="who">${personIcon}<p class="grow">${words}</p>${action}</div>`;
