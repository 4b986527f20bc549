// What an emergency on this phone consists of, and the records that its taps become. Pure. The bodies are held against the
// server's schemas by `tests/golden/emergency.json`.
import listed from "../../server/incidents/emergency_steps.json" with { type: "json" };
import { counted, utc } from "../foundation/times.js";
import { END, HOLD, overAt } from "../policy/hold_rules.js";

/** @typedef {import("../policy/hold_rules.js").Emergency} Emergency */
/** @typedef {import("../policy/hold_rules.js").Step} Step */
/** @typedef {import("../policy/hold_rules.js").Heard} Heard */
/** @typedef {import("../policy/hold_rules.js").Known} Known */
/** Where the phone is: degrees and metres, and when it knew, in ms. @typedef {{latitude: number, longitude: number, accuracy_metres: number, at: number}} Found */

/** What is done with one tap, in the order of the buttons. @type {[string, string][]} */
export const TAPS = /** @type {any} */ (listed.taps);
const [MISTAKE] = listed.mistake;
/** Where the phone was, once the emergency runs: its words go into the record and nowhere else. */
export const [FOUND] = listed.found;
/** @type {Record<string, string>} */
export const WORDS = Object.fromEntries([...listed.taps, ...listed.turns, listed.found, listed.mistake]);
/** The first of them, right under the call. */
export const CALLED = "called_999";

// An emergency that is over makes way for the next.
const STAYS_MS = 12 * 3_600_000;
const MINUTE_MS = 60_000;
// Two taps of a glove within this time are one.
const ONE_TAP_MS = 2000;

/** @param {string} incident its id @param {string | null} trip @param {number} now @returns {Emergency} */
export const begun = (incident, trip, now) => ({ incident, trip, began_at: now, steps: [] });

/** The one that another phone of the trip began. @param {Heard} heard @returns {Emergency} */
export const joined = ({ incident, trip, began_at }) => begun(incident, trip, Date.parse(began_at));

/** @param {Emergency} emergency @param {Step} step @returns {Emergency} */
export const withStep = (emergency, step) => ({ ...emergency, steps: [...emergency.steps, step] });

/** What this phone is at: its own emergency, until it is long over. @param {Known & {now: number}} known @returns {Emergency | null} */
export function current(known) {
  const over = overAt(known);
  return known.emergency && (over === null || known.now - over < STAYS_MS) ? known.emergency : null;
}

/** The same while it runs. @param {Known & {now: number}} known @returns {Emergency | null} */
export const running = known => (overAt(known) === null ? current(known) : null);

/** Which a tap belongs to: what is over is opened again or corrected, and any other tap begins the next. @param {Known & {now: number}} known @param {string} step @returns {Emergency | null} */
export const ofTap = (known, step) => (step === END[1] || step === MISTAKE ? current(known) : running(known));

/** Whether a tap is the one before once more: of the same button, or of what that button has turned into under the finger. @param {Omit<Step, "id"> | null} last @param {Omit<Step, "id">} step */
export function isSameTap(last, { step, at, undoes }) {
  if (!last || Math.abs(at - last.at) >= ONE_TAP_MS || last.undoes !== undoes) return false;
  return last.step === step || [HOLD, END].some(turns => [step, last.step].every(one => turns.some(of => of === one)));
}

/** One that runs on another phone of the trip, for this one to join. @param {Known & {now: number}} known @returns {Heard | null} */
export function offered(known) {
  const heard = known.card?.emergency;
  if (!heard || heard.incident === known.emergency?.incident || overAt({ card: known.card }) !== null) return null;
  return heard;
}

/** The steps to show, in their order: one that comes must move no other from under a finger. `isTakenBack`: somebody said that it was a mistake. @param {Emergency} emergency */
export function timeline({ steps }) {
  const takenBack = new Set(steps.map(({ undoes }) => undoes));
  return steps.filter(({ step }) => step !== MISTAKE).map(step => ({ ...step, isTakenBack: takenBack.has(step.id) }));
}

/** When a step was done last, in ms; null where it was not. @param {Emergency | null} emergency @param {string} step @returns {number | null} */
export const doneAt = (emergency, step) =>
  (emergency ? timeline(emergency) : []).findLast(one => one.step === step && !one.isTakenBack)?.at ?? null;

/** A step's words; abroad they name the number that was rung. @param {string} step @param {string} number */
export const wordsOf = (step, number) => (WORDS[step] ?? "").replace("999", number);

/** Body of `incident.reported`, version 1: the emergency itself. @param {Emergency} emergency @param {Found | null} found @param {string} place as it was read out */
export function reportBody({ began_at }, found, place) {
  const position = found && {
    latitude: found.latitude,
    longitude: found.longitude,
    accuracy_metres: found.accuracy_metres,
  };
  const when = { happened_at: utc(began_at), happened_about: "just_now", started_at: utc(began_at) };
  return { category: "emergency", severity: "critical", ...when, position, place: place.trim() || null };
}

/** Body of `step.taken`, version 1. @param {Emergency} emergency @param {Omit<Step, "id">} step @param {string} [words] of a position */
export const stepBody = ({ incident }, { step, at, undoes }, words) => ({
  incident,
  step,
  taken_at: utc(at),
  words: words || null,
  undoes: undoes ?? null,
});

/** Takes back a step. @param {string} id of the step */
export const mistake = id => ({ step: MISTAKE, undoes: id });

/** Body of `incident.followed_up`, version 1: text for a step, or what was typed for the ambulance. @param {Emergency} emergency @param {string} words @param {number} now @param {number} [at] when what it tells of was */
export const wordsBody = ({ incident }, words, now, at) => ({
  incident,
  written_at: utc(now),
  words,
  happened_at: at === undefined ? null : utc(at),
});

/** "12 min", "1 h 5 min". @param {number} from @param {number} to */
export function forHowLong(from, to) {
  const minutes = Math.max(0, Math.floor((to - from) / MINUTE_MS));
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** What to say to whoever answers. @param {number | null} pupils @param {string} place */
export function said(pupils, place) {
  const who = pupils
    ? `a teacher with ${counted(pupils, "child").replace("childs", "children")}`
    : "a teacher on a trip";
  return `I'm ${who}${place.trim() ? ` at ${place.trim()}` : ""}.`;
}

/** A position to read out: "51.50740 north, 0.12780 west". @param {{latitude: number, longitude: number}} found */
export const spoken = ({ latitude, longitude }) =>
  `${Math.abs(latitude).toFixed(5)} ${latitude < 0 ? "south" : "north"}, ${Math.abs(longitude).toFixed(5)} ${longitude < 0 ? "west" : "east"}`;

/** What was typed for the ambulance as one text; "" where nothing was. @param {{who: string, what: string, more: string}} sheet */
export function sheetWords({ who, what, more }) {
  const parts = [who && `Who: ${who}`, what && `What happened: ${what}`, more && `More: ${more}`].filter(Boolean);
  return parts.length > 0 ? `Told to the ambulance crew.\n${parts.join("\n")}` : "";
}
