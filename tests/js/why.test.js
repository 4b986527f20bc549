// "Why?": what stands behind a stop, in the school's words as this phone has them, or the product's line where it has none.
import assert from "node:assert/strict";
import { test } from "node:test";
import declared from "../../server/policy/why_on_phones.json" with { type: "json" };
import { settingOf } from "../../pwa/consent/stop_rules.js";
import { whyShut } from "../../pwa/consent/shut_rules.js";
import { quoted, versionInWords, whyOf } from "../../pwa/policy/why_rules.js";

const STOPS = "photos.list_stops_hours";
const BEAM = ["The beam", "stop", "No photos on the beam."];
const DAY = "2026-11-28";

/** A stop at a place, during an activity. */
const at = (place, activity = null) => ({ place, activity });

test("the school's own sentence and clause are quoted with their version", () => {
  const why = whyOf(STOPS, { policy: 3, policy_words: { [STOPS]: ["No list, no picture.", "6.2"] } });
  assert.equal(quoted(why), "“No list, no picture.” (6.2)");
  assert.match(versionInWords(why), /^From version 3 of the school's policy/);
});

test("two phones with two versions each quote their own and say which", () => {
  const [old, young] = [2, 3].map(policy =>
    whyOf(STOPS, { policy, policy_words: { [STOPS]: [`As of ${policy}`, ""] } }),
  );
  assert.deepEqual([quoted(old), quoted(young)], ["“As of 2”", "“As of 3”"]);
  assert.match(versionInWords(old), /version 2 /);
  assert.match(versionInWords(young), /version 3 /);
});

test("a phone that never had a list, and one of a school that wrote nothing, have the product's line", () => {
  for (const from of [undefined, null, {}, { policy: 0 }, { policy: 0, policy_words: { [STOPS]: ["Unheard", "1"] } }]) {
    const why = whyOf(STOPS, from);
    assert.deepEqual([why.does, quoted(why)], [declared[STOPS].does, ""]);
    assert.match(versionInWords(why), /^The usual setting\./);
  }
  assert.match(versionInWords(whyOf(STOPS, { policy: 4 })), /usual setting, also in version 4/);
});

test("a value chosen without a word is said to be chosen, and a clause alone is quoted", () => {
  const chosen = whyOf(STOPS, { policy: 4, policy_words: { [STOPS]: ["", ""] } });
  assert.deepEqual([quoted(chosen), chosen.isOwn], ["", true]);
  assert.match(versionInWords(chosen), /^The school chose so, and wrote nothing about it: version 4/);
  assert.equal(quoted(whyOf(STOPS, { policy: 4, policy_words: { [STOPS]: ["", "6.2"] } })), "(6.2)");
});

test("a place has its own setting, an activity the school's list of them, and what was agreed for one trip none", () => {
  assert.equal(settingOf(at("Toilets"), [], DAY), "photos.says_in_toilets");
  assert.equal(settingOf(at("Outdoors", "Personal care"), [], DAY), "photos.says_during_care");
  assert.equal(settingOf(at("Outdoors", "The beam"), [BEAM], DAY), "photos.activities");
  assert.equal(settingOf(at("Outdoors", "The beam"), [[...BEAM, DAY, DAY]], DAY), null);
  assert.equal(settingOf(at("Outdoors"), [BEAM], DAY), null);
});

test("what shuts photos names the setting that does, where one does", () => {
  const priya = { staff: "priya" };
  const known = { phone: {}, unlocked: priya, people: [priya], card: null, agreed: {}, list: null };
  assert.equal(whyShut(known, true).setting.code, STOPS);
  assert.equal(whyShut({ ...known, unlocked: null }, true).setting.code, "phones.lock_minutes");
  assert.equal(whyShut({ ...known, phone: null }, true).setting, undefined);
});
