// The incident form's decisions: the bodies both languages hold, usual severities, missing facts that only warn.
import assert from "node:assert/strict";
import { test } from "node:test";
import { guidanceFor } from "../../pwa/incidents/incident_guidance.js";
import { bodyOf, CATEGORIES, FORM, missingFacts, severityOf, untouched } from "../../pwa/incidents/incident_rules.js";
import { isTouched } from "../../pwa/outbox/draft_rules.js";
import { golden } from "./golden.js";

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
  assert.match(guidance.steps.join(" "), /Do not look, copy, print, share, save or delete/);
  assert.deepEqual(guidance.roles, ["dsl", "deputy_dsl"]);
});

test("a concern about the headteacher is sent to the chair or the LADO, not written here", () => {
  const guidance = guidanceFor("allegation", "serious");
  assert.match(guidance.steps.join(" "), /If it is about the headteacher, do not write it here/);
  assert.deepEqual(guidance.roles, ["headteacher", "chair", "lado"]);
});

test("anything serious says to ring first", () => {
  assert.match(guidanceFor("injury", "critical").steps.join(" "), /999/);
  assert.equal(guidanceFor("injury", "minor"), null);
});
