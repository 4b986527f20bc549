// What an incident report offers, warns of and becomes when it is filed. Pure. The body it builds is held against
// the server's schema by the cases in `tests/golden/incidents.json`.
import first from "../../server/incidents/first_kinds.json" with { type: "json" };
import { typedMoment, utc } from "../foundation/times.js";

/**
 * What a person has chosen or typed so far.
 * @typedef {object} Fields
 * @property {string | null} category
 * @property {string | null} about whom a concern about staff is about, `staff` or `headteacher`
 * @property {string | null} severity null while it follows the category
 * @property {string} when one of WHENS
 * @property {string} happened_on a local date and time, as the browser's own field gives it
 * @property {string} place
 * @property {Position | null} position
 * @property {string} pupils
 * @property {string} what_happened
 * @property {string} what_was_done
 * @property {string} who_was_told
 * @property {boolean | null} follow_up_needed
 * @property {Record<string, Record<string, any>>} [details] the facts of each kind that was chosen, by category and name; a time as it was typed
 */
/** @typedef {{latitude: number, longitude: number, accuracy_metres: number}} Position */

const KIND = "incident.reported";
const KIND_VERSION = 3;

/** Each with its words, and its usual severity; the most frequent first. */
export const CATEGORIES = /** @type {ReadonlyArray<readonly [string, string, string?]>} */ (
  /** @type {unknown} */ (first.kinds)
);

export const HEAD = "headteacher";

/** @type {ReadonlyArray<readonly [string, string]>} */
export const SEVERITIES = [
  ["minor", "Minor"],
  ["moderate", "Moderate"],
  ["serious", "Serious"],
  ["critical", "Critical"],
];

/** @type {ReadonlyArray<readonly [string, string]>} */
export const WHENS = [
  ["just_now", "Just now"],
  ["ten_minutes_ago", "10 min ago"],
  ["before_lunch", "Before lunch"],
  ["other", "Other"],
];

const TEN_MINUTES_MS = 600_000;

/** A form nobody has touched. @returns {Fields} */
export function untouched() {
  return {
    category: null,
    about: null,
    severity: null,
    when: "just_now",
    happened_on: "",
    place: "",
    position: null,
    pupils: "",
    what_happened: "",
    what_was_done: "",
    who_was_told: "",
    follow_up_needed: null,
    details: {},
  };
}

/** The severity chosen, or the usual one of the category until somebody chooses. @param {Fields} fields */
export function severityOf({ severity, category }) {
  return severity ?? CATEGORIES.find(([code]) => code === category)?.[2] ?? null;
}

/**
 * What is not filled in yet, in words that follow "Not filled in:". It warns and never holds a report (R67).
 * @param {Fields} fields
 */
export function missingFacts(fields) {
  /** @type {Array<[boolean, string]>} */
  const facts = [
    [fields.category === null, "what kind of incident"],
    [isBlank(fields.what_happened), "what happened"],
    [isBlank(fields.place) && fields.position === null, "where"],
    [isBlank(fields.pupils), "which pupils"],
    [isBlank(fields.what_was_done), "what was done"],
    [isBlank(fields.who_was_told), "who was told"],
    [fields.when === "other" && momentOf(fields, 0) === null, "when"],
  ];
  return facts.filter(([isMissing]) => isMissing).map(([, words]) => words);
}

/**
 * The body of the record (kind `incident.reported`, version 3).
 * @param {Fields} fields @param {number} startedAt ms, when writing began
 */
export function bodyOf(fields, startedAt) {
  const happened = momentOf(fields, startedAt);
  return {
    category: fields.category,
    about: fields.category === "allegation" ? fields.about : null,
    severity: severityOf(fields),
    happened_at: happened === null ? null : utc(happened),
    happened_about: fields.when,
    place: textOrNull(fields.place),
    position: fields.position,
    pupils: textOrNull(fields.pupils),
    what_happened: textOrNull(fields.what_happened),
    what_was_done: textOrNull(fields.what_was_done),
    who_was_told: textOrNull(fields.who_was_told),
    follow_up_needed: fields.follow_up_needed,
    details: detailsOf(fields),
    started_at: utc(startedAt),
  };
}

/** Whether it is about the headteacher: then it is for the chair of governors alone. @param {Fields} fields */
export const isApart = fields => bodyOf(fields, 0).about === HEAD;

/** What guidance is for. @param {Fields} fields */
export const topicOf = fields => (isApart(fields) ? HEAD : fields.category);

/** An incident's form, whose drafts are reports. @type {import("../outbox/draft_rules.js").Form} */
export const FORM = { name: "report", saved: "filed", kind: KIND, v: KIND_VERSION, untouched, bodyOf, isApart };

/** When it happened in ms, as far as it was said. @param {Fields} fields @param {number} startedAt @returns {number | null} */
function momentOf({ when, happened_on }, startedAt) {
  if (when === "just_now") return startedAt;
  if (when === "ten_minutes_ago") return startedAt - TEN_MINUTES_MS;
  if (when === "before_lunch") return null;
  return typedMoment(happened_on);
}

/** The facts of the kind chosen, and of no other; null where there are none. @param {Fields} fields */
function detailsOf({ category, details }) {
  const said = Object.entries(details?.[category ?? ""] ?? {}).flatMap(([name, value]) => {
    const moment = name.endsWith("_at") ? typedMoment(value) : null;
    if (moment !== null) return [[name, utc(moment)]];
    return name.endsWith("_at") || !`${value ?? ""}`.trim() ? [] : [[name, value]];
  });
  return said.length > 0 ? Object.fromEntries(said) : null;
}

/** @param {string} text */
const isBlank = text => text.trim() === "";

/** @param {string} text */
const textOrNull = text => (isBlank(text) ? null : text);
