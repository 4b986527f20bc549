// What the form says of a kind: who is told by when, what an answer asks for, and times that look wrong and are kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import { untouched } from "../../pwa/incidents/incident_rules.js";
import {
  fieldsOf,
  leftBehind,
  PROTOCOLS,
  promptOf,
  sourceInWords,
  toldInWords,
} from "../../pwa/incidents/protocol_rules.js";
import { timeWarning } from "../../pwa/trips/time_doubts.js";

process.env.TZ = "Europe/London";
const NOW = Date.parse("2026-11-28T12:00:00Z");
const TRIP = { starts_on: "2026-10-24", ends_on: "2026-10-26" };
const warned = (typed, trips = [TRIP], now = NOW) => timeWarning(typed, { trips, now });

test("who is told and by when, a grave report telling more", () => {
  const told = severity => toldInWords(PROTOCOLS.injury, severity).map(({ when, whom }) => `${when}: ${whom}`);
  assert.deepEqual(told("minor"), ["Today: Parent or carer: in writing where the head was bumped"]);
  assert.equal(told("critical")[1], "Now: Trip leader, EVC and base contact");
  assert.equal(toldInWords(PROTOCOLS.online_safety, "moderate")[0].whom, "Online Safety Lead, DSL and deputy DSL");
});

test("every protocol says what it follows, since when and where it holds", () => {
  assert.equal(
    sourceInWords(PROTOCOLS.nude_image),
    "Follows UKCIS March 2024, KCSIE 2025. Checked for England, Sat 28 Nov 2026.",
  );
  for (const protocol of Object.values(PROTOCOLS)) assert.doesNotMatch(sourceInWords(protocol), /undefined|unknown/);
});

test("an answer asks for what it must, and its opposite for nothing", () => {
  const field = (kind, name) => fieldsOf(kind).find(one => one.name === name);
  assert.match(promptOf(field("injury", "to_hospital"), true), /ask the responsible person/);
  assert.equal(promptOf(field("injury", "to_hospital"), false), "");
  assert.equal(promptOf(field("injury", "to_hospital"), null), "");
  assert.match(promptOf(field("device_exception", "in_writing"), false), /headteacher/);
  assert.match(promptOf(field("nude_image", "sent_by"), "adult"), /police/);
});

test("what was filled in for another kind is named, and nothing that was emptied again", () => {
  const details = { injury: { hurt: "pupil" }, illness: { medicine: "  ", signs: [] }, behaviour: { held: false } };
  assert.deepEqual(leftBehind({ ...untouched(), category: "behaviour", details }), ["Injury"]);
  assert.deepEqual(leftBehind({ ...untouched(), category: null, details }), ["Injury", "Behaviour"]);
  // As an earlier version kept it.
  assert.deepEqual(leftBehind({ ...untouched(), details: undefined }), []);
});

test("a time before the trip, after it or still to come is warned of, and a fitting one is not", () => {
  assert.equal(warned("2026-10-25T09:00"), "");
  assert.match(warned("2026-10-23T23:59"), /not on a day of this trip/);
  assert.match(warned("2026-10-27T00:00"), /not on a day of this trip/);
  assert.equal(warned("2026-10-23T23:59", []), "");
  assert.match(warned("2026-11-28T12:02"), /still to come/);
  assert.equal(warned("half typed"), "");
  assert.equal(warned(""), "");
});

test("in the night the clocks change, an hour that came twice or never is said to be", () => {
  assert.match(warned("2026-10-25T01:30"), /came twice/);
  for (const once of ["2026-10-25T00:59", "2026-10-25T02:00"]) assert.equal(warned(once), "", once);
  assert.match(warned("2026-03-29T01:30", []), /no such time/);
  assert.equal(warned("2026-03-29T02:30", []), "");
});
