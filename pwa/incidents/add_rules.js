// What is added to a report from the phone: more that is known, when it was, whether a parent or carer was told. Pure. It knows
// nothing of what the report says. The bodies are held against the server's schemas by the cases in `tests/golden/added.json`.
import { inWords, typedMoment, utc } from "../foundation/times.js";

/** @typedef {import("../outbox/outbox_rules.js").Envelope} Envelope */
/**
 * @typedef {object} Fields
 * @property {string} incident the report's id
 * @property {boolean} isApart whether that report is for the chair of governors alone, as its chain on this phone says
 * @property {string} words
 * @property {string | null} when one of WHENS
 * @property {string} happened_on a local date and time, as the browser's own field gives it
 * @property {string | null} told one of TOLD
 * @property {string} whom
 * @property {string | null} how one of HOWS
 * @property {string} told_on as `happened_on`
 * @property {string} told_words
 */
/** @typedef {{kind: string, v: number, body: object}} Record_ */

const FOLLOWED_UP = "incident.followed_up";
const CONTACTED = "parent.contacted";
const YES = "yes";
export const RISK = "risk_to_child";

/** @type {ReadonlyArray<readonly [string, string]>} */
export const WHENS = [
  ["just_now", "Just now"],
  ["other", "Another time"],
];
/** The words are the school's for the same choices (`server/incidents/follow_up_forms.py`). @type {ReadonlyArray<readonly [string, string]>} */
export const TOLD = [
  [YES, "Yes"],
  ["not_yet", "Not yet"],
  [RISK, "No: risk to the child"],
];
/** @type {ReadonlyArray<readonly [string, string]>} */
export const HOWS = [
  ["phone", "By phone"],
  ["in_person", "In person"],
  ["message", "By message"],
  ["letter", "By letter"],
  ["other", "Another way"],
];

/** A form nobody has touched. @returns {Fields} */
export const untouched = () => ({
  incident: "",
  isApart: false,
  words: "",
  when: null,
  happened_on: "",
  told: null,
  whom: "",
  how: null,
  told_on: "",
  told_words: "",
});

/** What somebody chose or typed: which report it is about is none of it. @param {Fields} fields */
export const isWritten = fields =>
  JSON.stringify({ ...fields, incident: "", isApart: false }) !== JSON.stringify(untouched());

/** "Report of 14:02"; of one that this phone does not know no time is said. @param {Pick<Envelope, "filed_at"> | undefined} item @param {number} now */
export const reportInWords = (item, now) => (item ? `report of ${inWords(item.filed_at, now)}` : "report");

/**
 * What is not filled in yet, in words that follow "Not filled in:". It warns and never holds it (R67).
 * @param {Fields} fields
 */
export function missingFacts(fields) {
  /** @type {Array<[boolean, string]>} */
  const facts = [
    [isBlank(fields.words) && fields.told === null, "what more is known"],
    [fields.when === "other" && typedMoment(fields.happened_on) === null, "when it was"],
    [fields.told === YES && isBlank(fields.whom), "who was told"],
  ];
  return facts.filter(([isMissing]) => isMissing).map(([, words]) => words);
}

/** The body of the follow-up (kind `incident.followed_up`, version 1). @param {Fields} fields @param {number} openedAt ms, when writing began */
export function bodyOf({ incident, words, when, happened_on }, openedAt) {
  const happened = when === "just_now" ? openedAt : when === "other" ? typedMoment(happened_on) : null;
  return {
    incident,
    written_at: utc(openedAt),
    words: textOrNull(words),
    happened_at: happened === null ? null : utc(happened),
  };
}

/**
 * The body of one sent unfinished (kind `incident.followed_up`, version 2): what is known, and with it whatever the form has of a parent.
 * @param {Fields} fields @param {number} openedAt
 */
export function unfinishedOf(fields, openedAt) {
  const { incident: _incident, written_at: _written, ...parent } = toldOf(fields, openedAt);
  return { ...bodyOf(fields, openedAt), parent: isSaidOfParent(fields) ? parent : null };
}

/** @param {Fields} fields */
const isSaidOfParent = ({ told, told_words }) => told !== null || !isBlank(told_words);

/** The body of what was said of a parent or carer (kind `parent.contacted`, version 1). @param {Fields} fields @param {number} openedAt */
export function toldOf({ incident, told, whom, how, told_on, told_words }, openedAt) {
  const isTold = told === YES;
  const at = isTold ? typedMoment(told_on) : null;
  return {
    incident,
    written_at: utc(openedAt),
    told: told === null ? null : isTold,
    whom: isTold ? textOrNull(whom) : null,
    told_by: null,
    told_at: at === null ? null : utc(at),
    how: isTold ? how : null,
    why_not: isTold ? null : told,
    words: textOrNull(told_words),
  };
}

/** The records that it becomes: what is known, what was said of a parent, or both, in one filing. @param {Fields} fields @param {number} openedAt @returns {Record_[]} */
export function recordsOf(fields, openedAt) {
  const isSaid = fields.told !== null;
  const adds = !isSaid || !isBlank(fields.words) || fields.when !== null;
  return [
    ...(adds ? [{ kind: FOLLOWED_UP, v: 1, body: bodyOf(fields, openedAt) }] : []),
    ...(isSaid ? [{ kind: CONTACTED, v: 1, body: toldOf(fields, openedAt) }] : []),
  ];
}

/** The form whose drafts are follow-ups; sent unfinished, one says all that is on it. @type {import("../outbox/draft_rules.js").Form} */
export const FORM = {
  name: "add",
  saved: "outbox",
  kind: FOLLOWED_UP,
  v: 2,
  untouched,
  bodyOf: unfinishedOf,
  isApart: fields => fields.isApart,
};

/** @param {string} text */
const isBlank = text => text.trim() === "";

/** @param {string} text */
const textOrNull = text => (isBlank(text) ? null : text);
