// What the first screen says of trips, of how old that is, of what waits and whom to ring; each rule by itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { agoInWords, dayInWords } from "../../pwa/foundation/times.js";
import { waitingInWords } from "../../pwa/outbox/outbox_words.js";
import { contactsFor, inSentence } from "../../pwa/policy/contacts_rules.js";
import { dayOfTrip, daysInWords, isStale, lastTrip, nextTrip, todayInWords } from "../../pwa/trips/trip_rules.js";

const NOW = Date.parse("2026-11-21T12:00:00Z");
const TODAY = "2026-11-21";
const DAY_MS = 86_400_000;
const trip = (id, starts_on, ends_on = starts_on, more = {}) => ({
  id,
  title: id,
  place: "p",
  starts_on,
  ends_on,
  pupil_count: 2,
  staff: [],
  ...more,
});

test("how long ago is said in the largest unit that fits", () => {
  const ago = ms => agoInWords(NOW - ms, NOW);
  assert.deepEqual([0, 59_999, 60_000, 3_599_999, 3_600_000, 7_200_000, DAY_MS - 1, DAY_MS, 3 * DAY_MS].map(ago), [
    "just now",
    "just now",
    "1 minute ago",
    "59 minutes ago",
    "1 hour ago",
    "2 hours ago",
    "23 hours ago",
    "1 day ago",
    "3 days ago",
  ]);
  assert.equal(agoInWords(NOW + 5000, NOW), "just now");
  assert.equal(agoInWords("no time", NOW), "an unknown time ago");
});

test("the heading names the trip, counts several, and says when there is none", () => {
  const heading = (...trips) => todayInWords({ trips }, TODAY);
  assert.equal(heading(trip("Castle", TODAY)), "Today: Castle, 2 pupils");
  assert.equal(heading(trip("Castle", TODAY), trip("Farm", TODAY)), "Today: 2 trips");
  assert.equal(heading(trip("Castle", TODAY), trip("Farm", TODAY, TODAY, { own: true })), "Today: Farm, 2 pupils");
  assert.equal(heading(trip("Castle", "2026-11-22")), "Today: no trip");
  assert.equal(todayInWords(null, TODAY), "Today");
});

test("the next trip is the soonest, the phone's own before another of the same day", () => {
  const trips = [
    trip("late", "2026-11-27"),
    trip("other", "2026-11-24"),
    trip("own", "2026-11-24", "2026-11-25", { own: true }),
  ];
  assert.equal(nextTrip({ trips }, TODAY).id, "own");
  assert.equal(nextTrip({ trips: [trip("today", TODAY)] }, TODAY), null);
  assert.equal(nextTrip(null, TODAY), null);
});

test("the last trip is the latest that is over", () => {
  const trips = [trip("old", "2026-11-10"), trip("last", "2026-11-19", "2026-11-20"), trip("today", TODAY)];
  assert.equal(lastTrip({ trips }, TODAY).id, "last");
  assert.equal(lastTrip({ trips: [] }, TODAY), null);
});

test("a trip of several days says which day it is and when it ends", () => {
  assert.equal(dayOfTrip(trip("t", "2026-11-20", "2026-11-22"), TODAY), "2 of 3, until Sun 22 Nov");
  assert.equal(dayOfTrip(trip("t", TODAY), TODAY), null);
  assert.equal(daysInWords(trip("t", "2026-11-26", "2026-11-28")), "Thu 26 Nov to Sat 28 Nov");
  assert.equal(daysInWords(trip("t", "2026-11-26")), "Thu 26 Nov");
  assert.equal(dayInWords("not a day"), "an unknown day");
});

test("what the school said is stale after a day, and where nobody can tell", () => {
  const asAt = "2026-11-21T12:00:00Z";
  assert.equal(isStale(asAt, NOW + DAY_MS), false);
  assert.equal(isStale(asAt, NOW + DAY_MS + 1), true);
  assert.equal(isStale("nonsense", NOW), true);
});

test("what waits says why, and promises only what the device keeps", () => {
  const phone = { id: "p" };
  const said = (trouble, canSync, on = phone) =>
    waitingInWords({ phone: on, contact: trouble ? { trouble } : null, device: { canSync }, keeps: "all" });
  const openIt = /Open Lanyard when you have signal\.$/;
  for (const trouble of [null, "no_signal", "set_up"]) {
    assert.match(said(trouble, false), openIt);
    assert.doesNotMatch(said(trouble, true), openIt);
  }
  assert.doesNotMatch(said("no_signal", false), /by itself/);
  const unkept = waitingInWords({ phone, contact: null, device: { canSync: true }, keeps: "window" });
  assert.match(unkept, openIt);
  assert.match(said("no_signal", true), /^No answer from the school: .* by itself/);
  assert.match(said("set_up", true), /needs setting up again\. .* after that\.$/);
  assert.equal(said("set_up", true, null), "It goes to the school once this phone is set up.");
});

test("a title keeps its capitals only where they are its own", () => {
  assert.deepEqual(
    ["Base contact", "School office", "DSL", "Deputy DSL", "Online Safety Lead", "LADO"].map(inSentence),
    ["base contact", "school office", "DSL", "deputy DSL", "Online Safety Lead", "LADO"],
  );
});

test("whom to ring first stands first", () => {
  const contacts = ["dsl", "base_contact", "chair"].map(role => ({ role }));
  assert.deepEqual(
    contactsFor({ contacts }, ["dsl", "base_contact"]).map(({ role }) => role),
    ["base_contact", "dsl"],
  );
});
