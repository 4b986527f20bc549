// What the log of an own phone's use asks, warns of and becomes when it is filed. Pure. The body it builds is held against
// the server's schema by the cases in `tests/golden/personal_phone.json`.
import { isoDate, typedMoment, utc } from "../foundation/times.js";
import { tripForReport, tripsOn } from "../trips/trip_rules.js";

/**
 * What a person has tapped, chosen or typed so far. Beginning and end are in ms where they were tapped, and stand in the
 * browser's own form, local date and time, either way.
 * @typedef {object} Fields
 * @property {number | null} began
 * @property {string} began_on
 * @property {number | null} ended
 * @property {string} ended_on
 * @property {string | null} called "contact", who is on the school card, or "other"
 * @property {string | null} called_role of the contact
 * @property {string} called_name
 * @property {string} called_number
 * @property {string} why_no_school_phone
 * @property {string} what_was_said
 * @property {string | null} withheld one of WITHHELD
 * @property {boolean | null} another_adult_heard
 * @property {string | null} agreed one of AGREED
 * @property {string} agreed_by
 * @property {boolean | null} photographs_taken
 * @property {boolean | null} photographs_allowed
 * @property {string} photographs_about
 */
/** @typedef {import("../policy/contacts_rules.js").Contact} Contact */
/** @typedef {import("../trips/trip_rules.js").Card} Card */

const KIND = "personal_phone.used";
const KIND_VERSION = 1;

/** Nobody on this end can see it, so nothing here says more than what was done or heard. @type {ReadonlyArray<readonly [string, string]>} */
export const WITHHELD = [
  ["tried", "Tried: rang with 141"],
  ["confirmed", "Confirmed: they saw no number"],
  ["not_possible", "Not possible"],
];

export const AFTERWARDS = "retrospective";
/** @type {ReadonlyArray<readonly [string, string]>} */
export const AGREED = [
  ["prior", "Before the call"],
  [AFTERWARDS, "Afterwards"],
];

// Two taps of a glove within this time are one.
const ONE_TAP_MS = 2000;
const MINUTE_MS = 60_000;

/** A form nobody has touched. @returns {Fields} */
export function untouched() {
  return {
    began: null,
    began_on: "",
    ended: null,
    ended_on: "",
    called: null,
    called_role: null,
    called_name: "",
    called_number: "",
    why_no_school_phone: "",
    what_was_said: "",
    withheld: null,
    another_adult_heard: null,
    agreed: null,
    agreed_by: "",
    photographs_taken: null,
    photographs_allowed: null,
    photographs_about: "",
  };
}

/** When the call began and ended in ms, as far as it was tapped or typed. @param {Fields} fields */
export const timesOf = ({ began, began_on, ended, ended_on }) => ({
  began: began ?? typedMoment(began_on),
  ended: ended ?? typedMoment(ended_on),
});

/** What the one big button does next: the beginning first, then the end; null once both are there. @param {Fields} fields @returns {"began" | "ended" | null} */
export function nextTap(fields) {
  const { began, ended } = timesOf(fields);
  if (began === null) return "began";
  return ended === null ? "ended" : null;
}

/**
 * The big button was tapped. A form opened again has no tap before it, however little time that took.
 * @param {Fields} fields @param {number} now @param {number | null} tapBefore in ms, since this form was opened
 * @returns {Partial<Fields>}
 */
export function tapped(fields, now, tapBefore) {
  const next = nextTap(fields);
  if (next === "began") return { began: now, began_on: localText(now) };
  const isSameTap = tapBefore !== null && Math.abs(now - tapBefore) < ONE_TAP_MS;
  return next === null || isSameTap ? {} : { ended: now, ended_on: localText(now) };
}

/** The last tap is taken back. @param {Fields} fields @returns {Partial<Fields>} */
export const untapped = ({ ended }) => (ended === null ? { began: null, began_on: "" } : { ended: null, ended_on: "" });

/** A contact was chosen, or "somebody else": their number takes the place of another contact's, and of nothing else. @param {Fields} fields @param {Contact | null} contact @param {Contact[]} contacts @returns {Partial<Fields>} */
export function choosing({ called, called_name, called_number }, contact, contacts) {
  const isTyped = !isBlank(called_number) && !contacts.some(({ number }) => number === called_number);
  return {
    called: contact ? "contact" : "other",
    called_role: contact?.role ?? null,
    called_name: contact ? contact.name || contact.title : called === "contact" ? "" : called_name,
    called_number: isTyped ? called_number : (contact?.number ?? ""),
  };
}

/**
 * What is not filled in yet, in words that follow "Not filled in:". It warns and never holds a log (R67). A number is
 * nobody's duty to write down.
 * @param {Fields} fields
 */
export function missingFacts(fields) {
  const { began, ended } = timesOf(fields);
  /** @type {Array<[boolean, string]>} */
  const facts = [
    [began === null, "when the call began"],
    [ended === null, "when it ended"],
    [fields.called === null || isBlank(fields.called_name), "who was called"],
    [isBlank(fields.why_no_school_phone), "why no school phone"],
    [isBlank(fields.what_was_said), "what was said"],
    [fields.withheld === null, "whether your number was withheld"],
    [fields.another_adult_heard === null, "whether another adult heard"],
    [fields.agreed === null, "when it was agreed"],
    [fields.agreed !== null && isBlank(fields.agreed_by), "who agreed"],
    [fields.photographs_taken === null, "whether photographs were taken"],
    [
      fields.photographs_taken === true && fields.photographs_allowed === null,
      "whether the headteacher had allowed it",
    ],
  ];
  return facts.filter(([isMissing]) => isMissing).map(([, words]) => words);
}

/**
 * What looks wrong about the times, each by its field. It never holds a log.
 * @param {Fields} fields @param {Card} card @param {number} now @returns {{began?: string, ended?: string}}
 */
export function timeWarnings(fields, card, now) {
  const { began, ended } = timesOf(fields);
  const warnings = { began: dayWarning(began, card, now), ended: endWarning(began, ended, now) };
  return Object.fromEntries(Object.entries(warnings).filter(([, words]) => words));
}

/** @param {number | null} began @param {Card} card @param {number} now */
function dayWarning(began, card, now) {
  if (began === null) return "";
  if (began > now + MINUTE_MS) return TO_COME;
  const isOnATrip = !card || tripsOn(card, isoDate(new Date(began))).length > 0;
  return isOnATrip ? "" : "This phone knows of no trip on that day. You can save it all the same.";
}

/** @param {number | null} began @param {number | null} ended @param {number} now */
function endWarning(began, ended, now) {
  if (ended === null) return "";
  if (began !== null && minuteOf(ended) < minuteOf(began))
    return "It ends before it began. You can save it all the same.";
  return ended > now + MINUTE_MS ? TO_COME : "";
}

const TO_COME = "That time is still to come. You can save it all the same.";

/** The trip a log belongs to: that of the day of the call, where one is certain. @param {Fields} fields @param {Card} card @returns {string | null} */
export function tripOfCall(fields, card) {
  const { began } = timesOf(fields);
  return began === null ? null : (tripForReport(card, isoDate(new Date(began)))?.id ?? null);
}

/**
 * The body of the record (kind `personal_phone.used`, version 1).
 * @param {Fields} fields @param {number} openedAt ms, when the form was opened @param {boolean} isSchoolPhone it is written on one
 */
export function bodyOf(fields, openedAt, isSchoolPhone) {
  const { began, ended } = timesOf(fields);
  const isTaken = fields.photographs_taken === true;
  return {
    opened_at: utc(openedAt),
    began_at: began === null ? null : utc(began),
    ended_at: ended === null ? null : utc(ended),
    is_timed: began === null ? null : fields.began !== null,
    called: fields.called,
    called_role: fields.called_role,
    called_name: textOrNull(fields.called_name),
    called_number: textOrNull(fields.called_number),
    why_no_school_phone: textOrNull(fields.why_no_school_phone),
    what_was_said: textOrNull(fields.what_was_said),
    withheld: fields.withheld,
    another_adult_heard: fields.another_adult_heard,
    agreed: fields.agreed,
    agreed_by: textOrNull(fields.agreed_by),
    photographs_taken: fields.photographs_taken,
    photographs_allowed: isTaken ? fields.photographs_allowed : null,
    photographs_about: isTaken ? textOrNull(fields.photographs_about) : null,
    written_on: isSchoolPhone ? "school_phone" : "own_phone",
  };
}

/** The form whose drafts are logs of an own phone's use. @type {import("../outbox/draft_rules.js").Form} */
export const FORM = { name: "own-phone", saved: "saved", kind: KIND, v: KIND_VERSION, untouched, bodyOf };

/** A moment as a field for date and time has it, to the minute. @param {number} moment */
function localText(moment) {
  const when = new Date(moment);
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${isoDate(when)}T${two(when.getHours())}:${two(when.getMinutes())}`;
}

/** @param {number} moment */
const minuteOf = moment => Math.floor(moment / MINUTE_MS);

/** @param {string} text */
const isBlank = text => text.trim() === "";

/** @param {string} text */
const textOrNull = text => (isBlank(text) ? null : text);
