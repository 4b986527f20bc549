// What is set once per stop: what the pictures are for, where, during what, why, and where they go. Pure.
import { aboutThePlace, ALWAYS_STOPS, entryOn, PURPOSES } from "./check_rules.js";

/** `day`: set on this one. `justification` null is the usual one. @typedef {{trip: string | null, day: string, purpose: string, place: string | null, activity: string | null, justification: string | null, destination: string}} Stop */

/** @typedef {import("../policy/why_rules.js").Code} Code */

export const LONGEST_WORDS = 500;
// An activity that holds on days of its own has those behind its name, kind and line.
const OF_SCHOOL = 3;
export const USUAL_LINE = "Nobody is ever photographed here.";
const OPEN_PLACES = ["Outdoors", "Indoors", "On the way"];
/** @type {ReadonlyArray<readonly [string, string]>} */
export const PLACES = [...OPEN_PLACES, ...ALWAYS_STOPS].map(name => [name, name]);
/** @type {ReadonlyArray<readonly [string, string]>} */
export const DESTINATIONS = [
  ["learning_journal", "Learning journal"],
  ["school_site", "School site"],
  ["other", "Somewhere else"],
];
/** Where pictures for a purpose go as a rule (R39). @type {Record<string, string>} */
const USUAL_DESTINATIONS = { learning_record: "learning_journal", website: "school_site" };

/** The purposes the school uses, as chips; a name beside a picture is decided where it is shown. @param {{purposes?: string[]} | undefined} photos */
export const purposesOf = photos =>
  PURPOSES.filter(([purpose]) => purpose !== "first_name" && (photos?.purposes?.includes(purpose) ?? true));

/** The activities that a list names, each once; a place is none. @param {{activities: string[][]} | undefined} photos */
export function activitiesOf(photos) {
  const named = new Set((photos?.activities ?? []).map(([name = ""]) => name));
  return [...named].filter(name => !PLACES.some(([place]) => place === name));
}

/** A new stop, with what the one before was for; where it is has to be said. @param {Stop | null} before @param {{trip: string | null, day: string, photos: {purposes?: string[]} | undefined}} now @returns {Stop} */
export function freshStop(before, { trip, day, photos }) {
  const [first] = purposesOf(photos);
  const isUsed = purposesOf(photos).some(([purpose]) => purpose === before?.purpose);
  const purpose = isUsed && before ? before.purpose : (first?.[0] ?? "learning_record");
  return {
    ...{ trip, day, purpose, place: null, activity: null, justification: null },
    destination: usualDestination(purpose),
  };
}

/** @param {string} purpose */
export const usualDestination = purpose => USUAL_DESTINATIONS[purpose] ?? "other";

/** Whether a stop is of this trip and day. @param {Stop | null} stop @param {{trip: string | null, day: string}} now @returns {stop is Stop} */
export const isOfNow = (stop, { trip, day }) => stop?.trip === trip && stop?.day === day;

/** What the school can be told of why; the usual reason is the trip itself (R37). @param {Stop} stop @param {string} title of the trip */
export const reasonOf = ({ justification }, title) => justification ?? `What we do on ${title || "this trip"}`;

/** The one line: "Learning record · Outdoors · Swimming". @param {Stop} stop */
export const stopInWords = ({ purpose, place, activity }) =>
  [PURPOSES.find(([code]) => code === purpose)?.[1], place ?? "where?", activity].filter(Boolean).join(" · ");

/** What the school says where this place or activity stops or warns on a day. @param {Stop} stop @param {string[][]} activities @param {string} day */
export function lineOf({ place, activity }, activities, day) {
  const always = ALWAYS_STOPS.find(name => name === place || name === activity);
  const found = entryOn(day, always ?? activity, activities);
  return found?.[2] ?? (always ? USUAL_LINE : "");
}

/** The setting behind each place where nobody is ever photographed: what a phone says there. @type {Record<string, Code>} */
const PLACE_SETTINGS = {
  Toilets: "photos.says_in_toilets",
  "Changing rooms": "photos.says_in_changing_rooms",
  "Personal care": "photos.says_during_care",
};

/** The setting that stops or warns at this place or activity; null where none does: what was agreed for this trip alone is no setting. @param {Stop} stop @param {string[][]} activities @param {string} day @returns {Code | null} */
export function settingOf(stop, activities, day) {
  const { stops, warns } = aboutThePlace(stop, activities, day);
  if (stops.length + warns.length === 0) return null;
  const always = ALWAYS_STOPS.find(name => name === stop.place || name === stop.activity);
  if (always) return PLACE_SETTINGS[always] ?? null;
  const isOfSchool = activities.some(
    one => one === entryOn(day, stop.activity, activities) && one.length === OF_SCHOOL,
  );
  return isOfSchool ? "photos.activities" : null;
}
