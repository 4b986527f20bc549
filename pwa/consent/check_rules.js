// Who of a group may be in a picture now, by today's list and what changed on the day. The school asks the same when a
// check arrives: tests/golden/consent.json holds both (server/consent/check_rules.py). Pure.

/** One entry a purpose: 0 is no, 1 is yes, a day (YYYY-MM-DD) is yes up to and including it. @typedef {(number | string)[]} Entries */
/** [name, warn or stop, line], or with a first and a last day behind that, on which alone it holds. @typedef {string[]} Activity */
/** What a list carries about photos. @typedef {{list_warns_hours: number, list_stops_hours: number, activities: Activity[], purposes?: string[], first_name?: boolean}} PhotoRules */
/** `confirmed_at`: when the school last said that it holds, by its own clock, ms. @typedef {{confirmed_at: number, warns_hours: number, stops_hours: number, activities: Activity[], may: Map<string, Entries>}} TodaysList */
/** @typedef {{purpose: string | null, place: string | null, activity: string | null, pupils: string[]}} Asked */
/** Go or stop: `out` must step out, `stops` stops everybody, `warns` is to be minded. @typedef {{outcome: "go" | "stop", out: string[], stops: string[], warns: string[]}} Answer */
/** A no since the list was made, on this day. @typedef {{pupil: string, change: "said_no_today" | "school_rang", day: string}} Change */

/** In the order of the list's entries. @type {ReadonlyArray<readonly [string, string]>} */
export const PURPOSES = [
  ["learning_record", "Learning record"],
  ["display", "Display in school"],
  ["website", "Website and prospectus"],
  ["social_media", "Social media"],
  ["press", "Press"],
  ["high_profile", "One pupil alone, in high-profile use"],
  ["first_name", "First name beside the picture"],
];
// Where nobody is ever photographed, whatever else a school chooses (R17).
export const ALWAYS_STOPS = ["Toilets", "Changing rooms", "Personal care"];
export const SAID_NO = "said_no_today";
export const SCHOOL_RANG = "school_rang";
// Name, kind and line.
const WITHOUT_DAYS = 3;
const HOUR_MS = 3_600_000;
// The school's clock and this phone's may differ by so much.
const CLOCKS_DIFFER_MS = 10 * 60_000;
const PLACES = new Map(PURPOSES.map(([purpose], place) => [purpose, place]));

/**
 * Whoever the list does not name is out, and so is everybody where there is no list.
 * @param {Asked} asked @param {TodaysList | null} list @param {Set<string>} changed the keys of who said no since
 * @param {{now: number, day: string}} at the school's time
 * @returns {Answer}
 */
export function answer(asked, list, changed, { now, day }) {
  const { stops, warns } = aboutThePlace(asked, list?.activities ?? [], day);
  const age = aboutTheAge(list, now);
  stops.push(...age.stops);
  warns.push(...age.warns);
  if (asked.pupils.length === 0) stops.push("nobody");
  const place = PLACES.get(asked.purpose ?? "") ?? -1;
  const out = asked.pupils.filter(key => changed.has(key) || !holds(list?.may.get(key)?.[place], day));
  return { outcome: stops.length + out.length > 0 ? "stop" : "go", out, stops, warns };
}

/** Who is out on this day: a pupil's own no is of one day, the school's word stays. @param {Change[]} changes @param {string} day */
export const standing = (changes, day) =>
  new Set(changes.filter(({ change, day: of }) => change === SCHOOL_RANG || of === day).map(({ pupil }) => pupil));

/** @param {number | string | undefined} entry @param {string} day */
const holds = (entry, day) => entry === 1 || (typeof entry === "string" && day <= entry);

/** What stops or warns here whoever is in it. @param {Pick<Asked, "place" | "activity">} asked @param {Activity[]} activities @param {string} day @returns {{stops: string[], warns: string[]}} */
export function aboutThePlace({ place, activity }, activities, day) {
  if (ALWAYS_STOPS.some(name => name === place || name === activity)) return { stops: ["place"], warns: [] };
  const kind = entryOn(day, activity, activities)?.[1];
  return { stops: kind === "stop" ? ["activity"] : [], warns: kind === "warn" ? ["activity"] : [] };
}

/** What a list says of an activity on a day: what holds on days of its own goes first, and it stops where there is nothing else. @param {string} day @param {string | null} activity @param {Activity[]} activities @returns {Activity | undefined} */
export function entryOn(day, activity, activities) {
  const mine = activities.filter(([name]) => name === activity);
  const ofDays = mine.filter(one => one.length > WITHOUT_DAYS);
  const todays = ofDays.find(([, , , first = "", last = ""]) => first <= day && day <= last);
  return (
    todays ?? mine.find(one => one.length <= WITHOUT_DAYS) ?? (ofDays.length > 0 ? [activity ?? "", "stop"] : undefined)
  );
}

/** @param {TodaysList | null} list @param {number} now @returns {{stops: string[], warns: string[]}} */
function aboutTheAge(list, now) {
  if (!list) return { stops: ["no_list"], warns: [] };
  const age = now - list.confirmed_at;
  if (age < -CLOCKS_DIFFER_MS) return { stops: ["clock"], warns: [] };
  if (age >= list.stops_hours * HOUR_MS) return { stops: ["list_old"], warns: [] };
  return { stops: [], warns: age >= list.warns_hours * HOUR_MS ? ["list_old"] : [] };
}
