// Who may be in a picture, by the list and what changed on the day; what shuts it; and how long a passing check holds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { aboutThePlace, answer, PURPOSES, standing } from "../../pwa/consent/check_rules.js";
import { asList, dayOf, groupsOf, membersOf, namesOf } from "../../pwa/consent/group_rules.js";
import { current, ends, HOLDS_MS, passes } from "../../pwa/consent/passing_check.js";
import { cameraBody, changeBody, checkBody, countProblem, passingCheck } from "../../pwa/consent/record_rules.js";
import { whyShut } from "../../pwa/consent/shut_rules.js";
import {
  activitiesOf,
  freshStop,
  isOfNow,
  lineOf,
  purposesOf,
  reasonOf,
  stopInWords,
} from "../../pwa/consent/stop_rules.js";
import { golden } from "./golden.js";

process.env.TZ = "Europe/London";

for (const one of golden("consent").cases) {
  test(`the phone answers as the school does: ${one.name}`, () => {
    const list = one.list && {
      ...one.list,
      confirmed_at: Date.parse(one.list.confirmed_at),
      may: new Map(Object.entries(one.list.may)),
    };
    const changes = one.changes.map(([pupil, change, day]) => ({ pupil, change, day }));
    const at = { now: Date.parse(one.now), day: one.day };
    assert.deepEqual(answer(one.asked, list, standing(changes, one.day), at), one.expected);
  });
}

const DAY = "2027-01-15";
const AS_AT = "2027-01-15T08:00:00.000Z";
const PHOTOS = { list_warns_hours: 12, list_stops_hours: 48, activities: [["Swimming", "warn", "Poolside."]] };
const PUPILS = [
  ["Maya B.", "Heron", null, [], "0a1b2c3d", [1, 1, 1, 0, 0, 0, 0]],
  ["Otis P.", "Linnet", null, [], "1a1b2c3d", [1, 0, 0, 0, 0, 0, 0]],
];
const PACK = { v: 1, trip: "castle", title: "Castle visit", as_at: AS_AT, photos: PHOTOS, pupils: PUPILS };

test("a list's age counts from when the school last said that it holds, by the school's own clock", () => {
  const behind = 365 * 86_400_000;
  const heard = { pack: PACK, checked_at: Date.parse("2027-01-15T09:30:00Z") - behind };
  assert.equal(asList(heard, behind).confirmed_at, Date.parse("2027-01-15T09:30:00Z"));
  assert.equal(asList({ ...heard, checked_at: 0 }, 0).confirmed_at, Date.parse(AS_AT));
  assert.equal(asList(null, 0), null);
  assert.equal(asList({ ...heard, pack: { ...PACK, photos: undefined } }, 0), null);
});

test("the day is never before the list's own", () => {
  assert.equal(dayOf(Date.parse("2026-01-15T09:00:00Z"), PACK), "2027-01-15");
  assert.equal(dayOf(Date.parse("2027-01-16T09:00:00Z"), PACK), "2027-01-16");
});

test("groups are each class and everyone, and one class alone is everyone", () => {
  const members = membersOf(PACK);
  assert.deepEqual(
    groupsOf(members).map(({ name, keys }) => [name, keys.length]),
    [
      ["Heron", 1],
      ["Linnet", 1],
      ["Everyone", 2],
    ],
  );
  assert.deepEqual(
    groupsOf(members.slice(0, 1)).map(({ name }) => name),
    ["Everyone"],
  );
  assert.deepEqual(namesOf(["1a1b2c3d", "ffffffff"], members), ["Otis P.", "1 not on this list"]);
});

test("a stop is of one trip and one day, and the next begins with what the pictures were for", () => {
  const now = { trip: "castle", day: "2027-01-15", photos: { purposes: ["website", "press"] } };
  const first = freshStop(null, now);
  assert.deepEqual([first.purpose, first.place, first.destination], ["website", null, "school_site"]);
  const press = { ...first, purpose: "press", place: "Outdoors" };
  assert.equal(isOfNow(press, now), true);
  assert.equal(isOfNow(press, { ...now, day: "2027-01-16" }), false);
  assert.equal(isOfNow(press, { ...now, trip: "canal" }), false);
  assert.deepEqual([freshStop(press, now).purpose, freshStop(press, now).place], ["press", null]);
  assert.equal(freshStop({ ...press, purpose: "display" }, now).purpose, "website");
  assert.equal(purposesOf(undefined).length, PURPOSES.length - 1);
  assert.equal(stopInWords({ ...press, activity: "Swimming" }), "Press · Outdoors · Swimming");
  assert.equal(reasonOf(press, "Castle visit"), "What we do on Castle visit");
});

test("the school's own line stands where something stops or warns, and always one where nobody is photographed", () => {
  const stop = freshStop(null, { trip: null, day: "", photos: undefined });
  assert.equal(lineOf({ ...stop, activity: "Swimming" }, PHOTOS.activities, DAY), "Poolside.");
  assert.equal(lineOf({ ...stop, place: "Toilets" }, [["Toilets", "stop", "Never."]], DAY), "Never.");
  assert.match(lineOf({ ...stop, place: "Toilets" }, [], DAY), /Nobody/);
  assert.deepEqual(aboutThePlace({ ...stop, place: "Toilets" }, [], DAY).stops, ["place"]);
});

test("what the headteacher allows is named on its days alone, and the activity is there to choose once", () => {
  const allowed = "Allowed by the headteacher: authorisation 7, until 16 January. Vaults alone.";
  const activities = [
    ["Gymnastics", "stop", "No photos."],
    ["Gymnastics", "warn", allowed, "2027-01-15", "2027-01-16"],
  ];
  const stop = { ...freshStop(null, { trip: null, day: DAY, photos: undefined }), activity: "Gymnastics" };
  assert.equal(lineOf(stop, activities, "2027-01-16"), allowed);
  assert.deepEqual(aboutThePlace(stop, activities, "2027-01-16"), { stops: [], warns: ["activity"] });
  for (const day of ["2027-01-14", "2027-01-17"]) {
    assert.equal(lineOf(stop, activities, day), "No photos.");
    assert.deepEqual(aboutThePlace(stop, activities, day).stops, ["activity"]);
  }
  assert.deepEqual(activitiesOf({ activities: [["Toilets", "stop", "Never."], ...activities] }), ["Gymnastics"]);
});

const PRIYA = { staff: "priya", has_agreed: true };
const OPEN = {
  phone: { id: "p3" },
  unlocked: PRIYA,
  people: [PRIYA],
  card: { agreement: { version: 1 }, people: [PRIYA] },
  agreed: {},
  list: { pack: PACK },
};

test("what shuts photos is said with what to do about it, the first thing first", () => {
  assert.equal(whyShut(OPEN, true), null);
  assert.equal(whyShut({ ...OPEN, phone: null, unlocked: null }, true).href, "#/setup");
  assert.equal(whyShut({ ...OPEN, unlocked: null }, true).href, "#/unlock");
  assert.equal(whyShut({ ...OPEN, unlocked: null, people: [] }, true).href, "#/sign-in");
  const unsigned = { ...PRIYA, has_agreed: false };
  const card = { agreement: { version: 1 }, people: [unsigned] };
  assert.equal(whyShut({ ...OPEN, unlocked: unsigned, card }, false).href, "#/agreement");
  assert.match(whyShut({ ...OPEN, list: null }, true).words, /no list/);
  assert.match(whyShut({ ...OPEN, list: { pack: {} } }, true).words, /nothing about photos/);
  assert.equal(whyShut({ ...OPEN, list: null }, false), null);
});

const STOP = { ...freshStop(null, { trip: "castle", day: "2027-01-15", photos: undefined }), place: "Outdoors" };
const ASKED = {
  stop: STOP,
  title: "Castle visit",
  pupils: ["0a1b2c3d"],
  list_as_at: AS_AT,
  now: Date.parse(AS_AT),
  camera: null,
};

test("a check says what was asked, what was answered, and that the pupils know", () => {
  const go = { outcome: "go", out: [], stops: [], warns: [] };
  const body = checkBody(ASKED, go, true);
  assert.deepEqual([body.outcome, body.told, body.way, body.school_camera], ["go", true, "camera", null]);
  assert.deepEqual(
    [body.purpose, body.medium, body.list_as_at, body.checked_at],
    ["learning_record", "photo", AS_AT, AS_AT],
  );
  const other = checkBody({ ...ASKED, camera: "Year 4 camera" }, go, true);
  assert.deepEqual([other.way, other.school_camera], ["check_only", "Year 4 camera"]);
  assert.equal(changeBody("0a1b2c3d", "school_rang", ASKED.now).changed_at, AS_AT);
  assert.deepEqual(cameraBody({ check: "c1", camera: "Year 4 camera" }, "12"), {
    check: "c1",
    school_camera: "Year 4 camera",
    count: 12,
  });
});

test("a count is a number", () => {
  for (const typed of ["", "-1", "1.5", "many", "12345"]) assert.ok(countProblem(typed), typed);
  for (const typed of ["0", "12", " 7 "]) assert.equal(countProblem(typed), "");
});

test("a passing check holds for ten minutes, for whoever has the phone open", () => {
  let isOpen = true;
  const check = passingCheck(ASKED, { id: "c1", at: 1000, trip: "castle" });
  assert.equal("nobody" in check, false);
  passes(check, () => isOpen);
  assert.equal(current(1000), check);
  assert.equal(current(1000 + HOLDS_MS - 1), check);
  assert.equal(current(1000 + HOLDS_MS), null);
  assert.equal(current(1001), null, "what has ended does not come back");
  passes(check, () => isOpen);
  assert.equal(current(999), null, "a clock set back ends it");
  passes(check, () => isOpen);
  isOpen = false;
  assert.equal(current(1001), null);
  isOpen = true;
  assert.equal(current(1001), null, "opened again is another opening");
  passes(check, () => isOpen);
  ends();
  assert.equal(current(1001), null);
  assert.equal(passingCheck(ASKED, { id: null, at: 1, trip: null }).nobody, true);
});
