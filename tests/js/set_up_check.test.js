// The set-up check: nothing looked at is nothing said, a note counts only beside a "no", and the kind's own names are used.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyOf, named, noteProblems, unlooked } from "../../pwa/phones/set_up_check_rules.js";

const NAMES = [
  ...["installed", "storage_kept", "app_kept", "camera"],
  ...["radios_off", "no_cloud_photos", "passcode_on", "call_withheld", "test_alert"],
];

test("before anybody looked, every point is there and none is answered", () => {
  assert.deepEqual(bodyOf(unlooked(), {}), { ...Object.fromEntries(NAMES.map(name => [name, null])), notes: {} });
});

test("a note is said of what is not well, and of nothing else", () => {
  const answers = { ...unlooked(), radios_off: false, camera: false, passcode_on: true };
  const notes = { radios_off: " For a hearing aid ", camera: "  ", passcode_on: "typed before the answer was changed" };
  const { notes: said, ...body } = bodyOf(answers, notes);
  assert.deepEqual(said, { radios_off: "For a hearing aid" });
  assert.deepEqual([body.radios_off, body.passcode_on, body.call_withheld], [false, true, null]);
});

test("what is left and what is not well is named in words", () => {
  const answers = { ...Object.fromEntries(NAMES.map(name => [name, true])), camera: null, call_withheld: false };
  assert.deepEqual([named(answers, null), named(answers, false)], [["Camera"], ["Test call"]]);
});

test("a note that is a book is said by its field", () => {
  assert.deepEqual(noteProblems({ camera: "short" }), {});
  assert.match(noteProblems({ camera: "x".repeat(501) }).camera, /500/);
});
