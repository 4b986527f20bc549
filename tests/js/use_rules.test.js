// The log of an own phone's use: the bodies both languages hold, the big button, whose number stands there, and what only warns.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isTouched } from "../../pwa/outbox/draft_rules.js";
import {
  bodyOf,
  choosing,
  FORM,
  missingFacts,
  nextTap,
  tapped,
  timeWarnings,
  tripOfCall,
  untapped,
  untouched,
} from "../../pwa/personal_phone/use_rules.js";
import { golden } from "./golden.js";

const filled = fields => ({ ...untouched(), ...fields });
const local = (...parts) => new Date(2026, 10, ...parts).getTime();
const NOON = local(21, 12, 0, 30);
const BASE = { role: "base_contact", title: "Base contact", name: "Ruth Adeyemi", number: "01632 960011" };
const OFFICE = { role: "office", title: "School office", name: "", number: "01632 960012" };
const CASTLE = { id: "t1", title: "Castle", place: "p", starts_on: "2026-11-21", ends_on: "2026-11-21", own: true };
const CARD = { trips: [CASTLE, { ...CASTLE, id: "t2", starts_on: "2026-11-24", ends_on: "2026-11-25" }] };

for (const { name, fields, opened_at_ms, is_school_phone, body, missing } of golden("personal_phone").cases) {
  test(`the phone builds the body of: ${name}`, () => {
    assert.deepEqual(bodyOf(filled(fields), opened_at_ms, is_school_phone), body);
    assert.deepEqual(missingFacts(filled(fields)), missing);
  });
}

test("a time that was typed becomes the right moment, and is not called a tap", () => {
  const body = bodyOf(filled({ began_on: "2026-11-21T10:05", ended_on: "2026-11-21T10:09" }), NOON, true);
  assert.deepEqual(
    [body.began_at, body.ended_at, body.is_timed],
    [new Date(local(21, 10, 5)).toISOString(), new Date(local(21, 10, 9)).toISOString(), false],
  );
});

test("a year half typed is no time yet", () => {
  for (const began_on of ["0002-11-21T10:05", "20261-11-21T10:05", ""]) {
    assert.equal(bodyOf(filled({ began_on }), NOON, true).began_at, null);
  }
});

test("the first tap keeps when the call was made, the second when it ended, each to the second", () => {
  const begun = filled(tapped(untouched(), NOON, null));
  assert.deepEqual([begun.began, begun.began_on, nextTap(begun)], [NOON, "2026-11-21T12:00", "ended"]);
  const over = { ...begun, ...tapped(begun, NOON + 65_000, NOON) };
  assert.deepEqual([over.ended, over.ended_on, nextTap(over)], [NOON + 65_000, "2026-11-21T12:01", null]);
  assert.deepEqual(tapped(over, NOON + 90_000, NOON + 65_000), {});
});

test("two taps of a glove are one, and a tap is taken back by itself", () => {
  const begun = filled(tapped(untouched(), NOON, null));
  assert.deepEqual(tapped(begun, NOON + 1999, NOON), {});
  const over = { ...begun, ...tapped(begun, NOON + 2000, NOON) };
  const again = { ...over, ...untapped(over) };
  assert.deepEqual([again.began, again.ended, again.ended_on], [NOON, null, ""]);
  assert.deepEqual({ ...again, ...untapped(again) }, untouched());
});

test("a contact brings their number along, and a number that was typed stays", () => {
  const choose = (fields, contact) => filled({ ...fields, ...choosing(filled(fields), contact, [BASE, OFFICE]) });
  const base = choose({}, BASE);
  assert.deepEqual(
    [base.called, base.called_role, base.called_name, base.called_number],
    ["contact", "base_contact", "Ruth Adeyemi", "01632 960011"],
  );
  const office = choose(base, OFFICE);
  assert.deepEqual([office.called_name, office.called_number], ["School office", "01632 960012"]);
  const other = choose(office, null);
  assert.deepEqual([other.called, other.called_role, other.called_name, other.called_number], ["other", null, "", ""]);
  assert.equal(choose({ called_number: "07700 900123" }, BASE).called_number, "07700 900123");
  assert.equal(choose({ called: "other", called_name: "Coach driver" }, null).called_name, "Coach driver");
});

const warned = (fields, card = CARD) => timeWarnings(filled(fields), card, NOON);

test("an end before the start is warned of by its field, and one in the same minute is not", () => {
  assert.match(
    warned({ began_on: "2026-11-21T10:05", ended_on: "2026-11-21T10:04" }).ended,
    /^It ends before it began/,
  );
  assert.deepEqual(warned({ began: NOON - 5000, began_on: "2026-11-21T12:00", ended_on: "2026-11-21T12:00" }), {});
});

test("a call on a day without a trip is warned of, where the phone knows of trips at all", () => {
  assert.match(warned({ began_on: "2026-11-20T23:59" }).began, /no trip on that day/);
  assert.deepEqual(
    [warned({ began_on: "2026-11-21T00:00" }), warned({ began_on: "2026-11-20T10:00" }, null)],
    [{}, {}],
  );
});

test("a time still to come is warned of", () => {
  assert.match(warned({ began_on: "2026-11-21T12:02" }).began, /still to come/);
  assert.match(warned({ ended_on: "2026-11-22T09:00" }).ended, /still to come/);
});

test("logged on another day, it belongs to the trip of the call's day", () => {
  const trip = began_on => tripOfCall(filled({ began_on }), CARD);
  assert.deepEqual(
    [trip("2026-11-25T09:00"), trip("2026-11-21T09:00"), trip("2026-11-23T09:00"), trip("")],
    ["t2", "t1", null, null],
  );
});

test("a log is worth keeping from the one tap", () => {
  const isKept = fields => isTouched({ form: FORM, fields });
  assert.deepEqual([untouched(), filled(tapped(untouched(), NOON, null))].map(isKept), [false, true]);
});

test("a clock set back during the call drops no tap that ends it", () => {
  const begun = filled(tapped(untouched(), NOON, null));
  const ended = NOON + 180_000 - 3_600_000;
  assert.equal(tapped(begun, ended, NOON).ended, ended);
});
