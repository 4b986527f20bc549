// The incident form's decisions: the bodies both languages hold, usual severities, missing facts that only warn.
import assert from "node:assert/strict";
import { test } from "node:test";
import { guidanceFor, learn } from "../../pwa/incidents/incident_guidance.js";
import {
  bodyOf,
  CATEGORIES,
  FORM,
  missingFacts,
  severityOf,
  topicOf,
  untouched,
} from "../../pwa/incidents/incident_rules.js";
import { PROTOCOLS } from "../../pwa/incidents/protocol_rules.js";
import { isTouched } from "../../pwa/outbox/draft_rules.js";
import { contactsFor } from "../../pwa/policy/contacts_rules.js";
import { golden } from "./golden.js";

learn(PROTOCOLS);

const filled = fields => ({ ...untouched(), ...fields });

for (const { name, fields, started_at_ms, body, missing } of golden("incidents").cases) {
  test(`the phone builds the body of: ${name}`, () => {
    assert.deepEqual(bodyOf(filled(fields), started_at_ms), body);
    assert.deepEqual(missingFacts(filled(fields)), missing);
  });
}

test("the severity follows the category until somebody chooses", () => {
  assert.equal(severityOf(untouched()), null);
  assert.equal(severityOf(filled({ category: "injury" })), "minor");
  assert.equal(severityOf(filled({ category: "missing_pupil" })), "critical");
  assert.equal(severityOf(filled({ category: "missing_pupil", severity: "minor" })), "minor");
});

test("a year half typed is no time, in the form and in its details: the rest of the report is readable", () => {
  for (const half of ["20261-11-21T10:05", "0002-11-21T10:05"]) {
    const fields = filled({ category: "missing_pupil", when: "other", happened_on: half });
    fields.details = { missing_pupil: { last_seen_at: half, wearing: "Red coat" } };
    const body = bodyOf(fields, 0);
    assert.deepEqual([body.happened_at, body.details], [null, { wearing: "Red coat" }]);
    assert.ok(missingFacts(fields).includes("when"));
  }
});

test("every category has a usual severity", () => {
  assert.ok(CATEGORIES.every(([category]) => severityOf(filled({ category })) !== null));
});

test("a local date and time becomes the right moment in UTC", () => {
  const body = bodyOf(filled({ when: "other", happened_on: "2026-07-01T14:05" }), 0);
  assert.equal(body.happened_at, new Date(2026, 6, 1, 14, 5).toISOString());
});

test("a form is worth keeping from its first tap", () => {
  const isKept = fields => isTouched({ form: FORM, fields });
  assert.deepEqual([untouched(), filled({ category: "injury" }), filled({ pupils: "A" })].map(isKept), [
    false,
    true,
    true,
  ]);
});

test("a nude image is never looked at, and goes to the DSL", () => {
  const guidance = guidanceFor("nude_image", "serious");
  assert.match(guidance.do_now.join(" "), /Do not look, copy, print, share, save or delete/);
  assert.deepEqual(guidance.ring, ["dsl", "deputy_dsl"]);
});

test("a concern about staff asks for the headteacher; about the headteacher it is the LADO, and then the chair", () => {
  const about = about => topicOf(filled({ category: "allegation", about }));
  assert.deepEqual([null, "staff", "headteacher"].map(about), ["allegation", "allegation", "headteacher"]);
  assert.equal(topicOf(filled({ category: "injury", about: "headteacher" })), "injury");
  assert.deepEqual(guidanceFor("allegation", "serious").ring, ["headteacher", "lado"]);
  assert.deepEqual(guidanceFor("headteacher", "serious").ring, ["lado", "chair"]);
});

test("the LADO's number comes first, and stands alone where no chair is on file", () => {
  const contact = role => ({ role, title: role, name: role, number: "01632 960101" });
  const rung = (...roles) =>
    contactsFor({ contacts: roles.map(contact) }, guidanceFor("headteacher", null).ring).map(({ role }) => role);
  assert.deepEqual(rung("headteacher", "chair", "lado", "office"), ["lado", "chair"]);
  assert.deepEqual(rung("headteacher", "lado"), ["lado"]);
});

test("anything serious says to ring first", () => {
  assert.equal(guidanceFor("injury", "critical").title, "Ring first, write later");
  assert.equal(guidanceFor("injury", "minor").title, "Look after them first");
  assert.equal(guidanceFor("safeguarding", "critical").title, "Ring the DSL now, then write it down");
  assert.equal(guidanceFor(null, "minor"), null);
});

test("a draft that an earlier version kept has no details, and becomes a report of this one", () => {
  const { details, ...before } = filled({ category: "injury" });
  assert.deepEqual(details, {});
  assert.equal(bodyOf(before, 0).details, null);
  assert.equal(FORM.v, 3);
});
