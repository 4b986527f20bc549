// The pieces of the forms of custody: what is asked, and signing.
import { html, nothing } from "lit-html";
import { chips, digitsField, textArea, textField } from "../foundation/fields.js";
import { inWords } from "../foundation/times.js";
import { PIN_DIGITS } from "../phones/pin_rules.js";
import { timeDoubtPart } from "../trips/time_doubt_part.js";
import { missingFacts } from "./custody_rules.js";

/** @typedef {import("./custody_rules.js").Field} Field */
/** @typedef {import("./custody_rules.js").Fields} Fields */
/** @typedef {(change: Fields) => void} Change */
/** @typedef {{unlock: string, staff: string, name: string}} Person */
/** The time now, and the trip that a time is held against. @typedef {{now: number, card: any, trip: string | null}} When */
/** What is on the signing part and in no draft: a PIN is kept nowhere. @typedef {{pin: string, who: string, problem: string, isAsking: boolean}} Signing */

const NOW = "now";
const MISSING_SHOWN = 1;

/** @param {Field} field @param {Fields} fields @param {Change} change @param {When} when */
export function fieldPart({ name, is, label = "", hint, options = {} }, fields, change, when) {
  const value = String(fields[name] ?? "");
  const told = (/** @type {string} */ typed) => change({ [name]: typed });
  const words = hint ? { hint } : {};
  if (is === "line") return textField({ name, label, value, told, ...words });
  if (is === "lines") return textArea({ name, label, value, told, ...words });
  if (is === "choice") return chips({ name, legend: label, options: Object.entries(options), value, told });
  return is === "time" ? timePart({ name, label }, fields, change, when) : nothing;
}

/** One tap keeps the time. @param {{name: string, label: string}} field @param {Fields} fields @param {Change} change @param {When} when */
function timePart({ name, label }, fields, change, when) {
  const { now } = when;
  const tapped = fields[name];
  const typed = fields[`${name}_on`];
  const choose = (/** @type {string} */ way) =>
    change(way === NOW ? { [name]: now, [`${name}_on`]: null } : { [name]: null, [`${name}_on`]: "" });
  const options = /** @type {const} */ ([
    [NOW, typeof tapped === "number" ? `Now: ${inWords(tapped, now)}` : "Now"],
    ["other", "Another time"],
  ]);
  const value = tapped === null ? (typed === null ? null : "other") : NOW;
  return html`<div class="stack">
    ${chips({ name, legend: label, options, value, told: choose, short: true })}
    ${
      value === "other"
        ? textField({
            name: `${name}_on`,
            label: "Date and time",
            type: "datetime-local",
            value: String(typed),
            told: on => change({ [`${name}_on`]: on }),
          })
        : nothing
    }
    ${timeDoubtPart(typed, when, when.trip, true)}
  </div>`;
}

/** A number for the bag, to write on it. @param {string} code @param {Change} change */
export const bagPart = (code, change) =>
  html`<button class="button second" type="button" @click=${() => change({ bag: code })}>Use ${code}</button>`;

/**
 * The name typed, and the PIN of who has the phone open or opens it for this. Nothing waits for either.
 * @param {{fields: Fields, signing: Signing, people: Person[], unlocked: Person | null, receiver: string}} known
 * @param {{change: Change, show: (part: Partial<Signing>) => void}} actions
 */
export function signPart({ fields, signing, people, unlocked, receiver }, { change, show }) {
  const signed = String(fields.signed ?? "");
  return html`<section class="card stack" aria-label="Sign">
    ${textField({ name: "signed", label: "Type your name to sign", value: signed, told: typed => change({ signed: typed }) })}
    ${people.length === 0 ? nobody : pinPart(signing, unlocked, people, show)}
    ${receiver ? textField({ name: "receiver_signed", label: receiver, hint: "To say that they have it. It can stay empty.", value: String(fields.receiver_signed ?? ""), told: typed => change({ receiver_signed: typed }) }) : nothing}
  </section>`;
}

const nobody = html`<p class="quiet">Nobody has a PIN on this phone, so the signature counts as not verified.</p>`;

/** @param {Signing} signing @param {Person | null} unlocked @param {Person[]} people @param {(part: Partial<Signing>) => void} show */
function pinPart({ pin, who, problem }, unlocked, people, show) {
  const options = people.map(({ unlock, name }) => /** @type {const} */ ([unlock, name]));
  return html`
    ${unlocked ? nothing : chips({ name: "who", legend: "Who signs?", options, value: who || null, told: chosen => show({ who: chosen, problem: "" }) })}
    ${
      unlocked || who
        ? digitsField({
            name: "sign_pin",
            label: unlocked ? `PIN of ${unlocked.name}` : "Your PIN",
            hint: "Without it the signature counts as not verified.",
            value: pin,
            most: PIN_DIGITS,
            isSecret: true,
            problem,
            told: typed => show({ pin: typed, problem: "" }),
          })
        : nothing
    }`;
}

/** @param {Fields} fields */
export function missingPart(fields) {
  const missing = missingFacts(fields);
  if (missing.length === 0) return html`<p class="quiet">Everything is filled in.</p>`;
  const more = missing.length > MISSING_SHOWN ? ` and ${missing.length - MISSING_SHOWN} more` : "";
  return html`<p class="quiet">Not filled in: ${missing.slice(0, MISSING_SHOWN).join(", ")}${more}. You can save without.</p>`;
}
