// The contacts card on the phone: how old each check is, what counts of national bodies, whose local authority is shown.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  ageOf,
  checkedInWords,
  groupsOf,
  homeOf,
  isOverdue,
  nationNote,
  pageAt,
  whatCounts,
} from "../../pwa/policy/contacts_card_rules.js";
import { isShut } from "../../pwa/phones/own_phone_rules.js";
import { golden } from "./golden.js";

const CASES = golden("contacts");
const bodies = JSON.parse(readFileSync(new URL("../../server/policy/national_bodies.json", import.meta.url), "utf8"));
const line = (role, number = "01632 960110") => ({ role, title: role, name: "", number, checked_on: "2026-11-28" });
const authority = (id, more = {}) => ({
  ...{ id, name: id.toUpperCase(), nation: "england", is_own: false, contacts: [line("urgent")] },
  ...more,
});
const card = {
  nation: "england",
  contacts: [line("dsl")],
  authorities: [authority("own", { is_own: true }), authority("north"), authority("west", { nation: "wales" })],
};
const pack = { homes: { west: [1, 2] }, pupils: [["Ada A."], ["Maya B."], ["Zoe K."]] };
const titles = what => groupsOf({ pack: null, bodies, ...what }).map(({ title }) => title);

test("the age of a check is worded as the office words it", () => {
  assert.ok(CASES.cases.length > 0);
  for (const { name, checked_on, today, days, is_overdue, words } of CASES.cases) {
    assert.equal(checkedInWords(checked_on, today, days), words, name);
    assert.equal(isOverdue(checked_on, today, days), is_overdue, name);
  }
});

test("of a national body whoever checked it later counts", () => {
  for (const { name, release, own, counts } of CASES.national) {
    const marked = (from, rows) => rows.map(row => ({ ...row, from }));
    const found = whatCounts(marked("release", release), marked("own", own)).map(({ from }) => from);
    assert.deepEqual(found, counts, name);
  }
});

test("texts of another nation say whose they are", () => {
  for (const { nation, note } of CASES.notes) assert.equal(nationNote({ nation }), note);
  assert.equal(nationNote(null), "Checked for England.");
});

test("a locked phone shows every authority of the trip, and no pupil", () => {
  const groups = groupsOf({ card, pack: null, bodies });
  assert.deepEqual(
    groups.map(({ title }) => title),
    ["School", "OWN", "NORTH", "WEST", "National"],
  );
  assert.deepEqual(
    groups.flatMap(({ pupils }) => pupils),
    [],
  );
  assert.equal(groups[3].note, "where pupils on a trip live, in Wales");
});

test("with the list open, those of its pupils stand there with their names, and the school's own", () => {
  const groups = groupsOf({ card, pack, bodies });
  assert.deepEqual(
    groups.map(({ title }) => title),
    ["School", "OWN", "WEST", "National"],
  );
  assert.deepEqual(groups[2].pupils, ["Maya B.", "Zoe K."]);
  assert.equal(homeOf(card, pack, 1).id, "west");
  assert.equal(homeOf(card, pack, 0), null);
  assert.equal(homeOf({ authorities: [] }, pack, 1), null);
});

test("a phone never set up knows the national bodies, and one with an old card loses nothing", () => {
  assert.deepEqual(titles({ card: null }), ["School", "National"]);
  assert.deepEqual(titles({ card: { contacts: [{ role: "dsl", title: "DSL", name: "", number: "1" }] } }), [
    "School",
    "National",
  ]);
  const [, national] = groupsOf({ card: null, pack: null, bodies });
  assert.deepEqual(
    national.contacts.map(({ role }) => role),
    ["police_101", "ceop", "iwf", "nspcc", "childline", "report_harmful_content"],
  );
});

test("a number without a date has no age, and one is as old as the school says", () => {
  assert.equal(ageOf({ role: "base_contact", title: "", name: "", number: "" }, "2026-11-28", card), null);
  const old = { ...line("dsl"), checked_on: "2026-11-01" };
  assert.equal(ageOf(old, "2026-11-28", { check_days: 7 }).isOverdue, true);
  assert.equal(ageOf(old, "2026-11-28", null).isOverdue, false);
});

test("only a web address opens as a page, and an own phone may open the card", () => {
  assert.equal(pageAt("https://report.iwf.org.uk"), "https://report.iwf.org.uk");
  for (const address of [undefined, "", "javascript:alert(1)", "www.iwf.org.uk", "mailto:a@b.example"])
    assert.equal(pageAt(address), null);
  assert.equal(isShut("contacts", { isOwnPhone: true }), false);
});
