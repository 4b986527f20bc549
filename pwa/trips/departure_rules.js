// Before we go: what a phone needs before it leaves with a trip, point by point in words. It stops nobody. Pure.
import { counted, inWords, isoDate } from "../foundation/times.js";
import { justificationProblem } from "../policy/justification_rules.js";

/** @typedef {{name: string, isWell: boolean, words: string}} Point */
/** What the person says: "yes", "no" or nothing yet; a percentage as typed, null where the school's note serves. @typedef {{inHand: string | null, charge: string | null}} Answers */
/** How full the school noted that this phone is, and by which role. @typedef {{percent: number, noted_at: string, by: string}} Note */
/** @typedef {{name: string, opens?: boolean}} Person */
/** What was found, as a record. @typedef {{kind: string, body: object}} Found */
/**
 * @typedef {object} Facts what the phone knows by itself
 * @property {{pack: {trip: string, as_at: string}, checked_at: number} | null} list
 * @property {Person[]} people
 * @property {import("../phones/unlock_rules.js").Window} window
 * @property {{charge?: Note | null} | null} card the school card
 * @property {number} now
 */

export const CHECKED = "departure.checked";
export const FORCED = "departure.forced";
export const LEAST_CHARGE = 80;
export const LEAST_PEOPLE = 2;

/** The points that the phone knows by itself, the school's note of its charge among them until somebody types another. @param {Facts} facts @param {string | null} [typed] @returns {Point[]} */
export const factPoints = (facts, typed = null) => [...(typed ? [] : notePoints(facts)), ...ownPoints(facts)];

/** All of them; only once the answers can be read. @param {Answers} answers @param {Facts} facts @returns {Point[]} */
export const allPoints = (answers, facts) => [
  handPoint(answers),
  ...(answers.charge === null ? notePoints(facts) : [chargePoint(Number(answers.charge))]),
  ...ownPoints(facts),
];

/** The school's note, where it is of today: an older one says nothing of a battery. @param {Pick<Facts, "card" | "now">} facts @returns {Note | null} */
export function noteOfToday({ card, now }) {
  const note = card?.charge;
  return note && isoDate(new Date(note.noted_at)) === isoDate(new Date(now)) ? note : null;
}

/** @param {Facts} facts @returns {Point[]} */
const ownPoints = facts => [listPoint(facts), peoplePoint(facts.people), ringPoint(facts.window)];

/** What was answered so far; the school's note of today stands in place of a charge that nobody typed. @param {Answers} typed @param {Pick<Facts, "card" | "now">} facts @returns {Answers} */
export const answersIn = ({ inHand, charge }, facts) => ({
  inHand,
  charge: charge ?? (noteOfToday(facts) ? null : ""),
});

/** What is wrong with the answers, by field; empty when they can be read. @param {Answers} answers @returns {{inHand?: string, charge?: string}} */
export function answerProblems({ inHand, charge }) {
  const isPercentage = charge === null || (/^\d{1,3}$/.test(charge.trim()) && Number(charge) <= 100);
  return {
    ...(inHand ? {} : { inHand: "Say whether you hold it in your hand." }),
    ...(isPercentage ? {} : { charge: "Give the charge as a number from 0 to 100." }),
  };
}

/** What is wrong with the reason for going anyway; "" when nothing is. @param {string} reason */
export const reasonProblem = reason => justificationProblem(reason, "Say why you are going anyway");

/** What the record says; a reason counts only where something is not well. @param {Answers} answers @param {Facts} facts @param {string} reason @returns {Found} */
export function found(answers, facts, reason) {
  const { list, people, window } = facts;
  const notWell = allPoints(answers, facts).filter(({ isWell }) => !isWell);
  const body = {
    in_hand: answers.inHand === "yes",
    charge: answers.charge === null ? (facts.card?.charge?.percent ?? null) : Number(answers.charge),
    list_as_at: list?.pack.trip === window.trip.id ? list.pack.as_at : null,
    openers: people.filter(({ opens }) => opens).length,
    rings: window.trip.rings ?? false,
  };
  if (notWell.length === 0) return { kind: CHECKED, body };
  return { kind: FORCED, body: { ...body, not_well: notWell.map(({ name }) => name), why: reason.trim() } };
}

/** @param {Answers} answers */
const handPoint = ({ inHand }) =>
  inHand === "yes"
    ? { name: "in_hand", isWell: true, words: "The phone is in your hand." }
    : { name: "in_hand", isWell: false, words: "The phone is not in your hand: it cannot go with you." };

/** @param {number} percent @param {string} [noted] when and by whom, in words */
function chargePoint(percent, noted = "") {
  const isWell = percent >= LEAST_CHARGE;
  const rest = isWell ? "." : `, less than ${LEAST_CHARGE}%: charge it, or take a power bank.`;
  return { name: "charge", isWell, words: `Charged ${percent}%${noted}${rest}` };
}

/** @param {Facts} facts @returns {Point[]} */
function notePoints({ card, now }) {
  const note = card?.charge;
  if (!note) return [];
  const noted = `, noted ${inWords(note.noted_at, now)} by the ${roleInWords(note.by)}`;
  if (noteOfToday({ card, now })) return [chargePoint(note.percent, noted)];
  return [{ name: "charge", isWell: false, words: `Charged ${note.percent}%${noted}: not of today.` }];
}

/** A role inside a sentence: "site manager", but "EVC". @param {string} role */
const roleInWords = role => (/^[A-Z]{2}/.test(role) ? role : role.charAt(0).toLowerCase() + role.slice(1));

/** @param {Facts} facts */
function listPoint({ list, window, now }) {
  const name = "list";
  if (list?.pack.trip !== window.trip.id)
    return { name, isWell: false, words: "Today's list is not on this phone for you. It comes with a signal." };
  const words = `List from ${inWords(list.pack.as_at, now)}`;
  if (list.checked_at >= window.opens) return { name, isWell: true, words: `${words}.` };
  return { name, isWell: false, words: `${words}: older than last evening. Open Lanyard with a signal.` };
}

/** @param {Person[]} people */
function peoplePoint(people) {
  const names = people.filter(({ opens }) => opens).map(({ name }) => name);
  const isWell = names.length >= LEAST_PEOPLE;
  const who = names.length > 0 ? names.join(" and ") : "Nobody";
  const more = counted(LEAST_PEOPLE - names.length, "more person").replace("persons", "people");
  const rest = isWell ? "." : `. ${more} should open it with a PIN before you leave.`;
  return { name: "people", isWell, words: `${who} can open it without a signal${rest}` };
}

/** @param {import("../phones/unlock_rules.js").Window} window */
const ringPoint = ({ trip }) =>
  trip.rings
    ? { name: "rings", isWell: true, words: "A phone on this trip can ring." }
    : { name: "rings", isWell: false, words: "No phone on this trip can ring: take one that can." };
