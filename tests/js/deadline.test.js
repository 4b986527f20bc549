// The same-day clock: which reports it runs for, until when at school, and what is kept of them on the phone.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as rules from "../../pwa/alerts/deadline_rules.js";
import { SameDay } from "../../pwa/alerts/same_day.js";

const at = text => Date.parse(text);
const MINUTE = 60_000;
const filed = (filed_at, state = "waiting") => ({ id: "r1", state, filed_at });
const known = (item, now, more = {}) => ({ items: [item], now, card: null, offset: null, ...more });
const clockOf = (item, now, more) =>
  rules.clocksOf({ notes: [{ id: "r1", rang_at: null }], ...known(item, now, more) })[0];

test("it runs for what the DSL or the head must have today, and for nothing about the headteacher", () => {
  const same = ["safeguarding", "bullying", "online_safety", "nude_image", "allegation", "visitor_breach"];
  for (const category of same) assert.equal(rules.isSameDay({ category }), true, category);
  for (const category of ["injury", "behaviour", null]) assert.equal(rules.isSameDay({ category }), false);
  assert.equal(rules.isSameDay({ category: "allegation", about: "headteacher" }), false);
  assert.equal(rules.isSameDay({ category: "safeguarding", about: "headteacher" }), true);
});

test("the deadline is the school's own time of day, summer and winter, wherever the phone is", () => {
  assert.equal(rules.dueAt(at("2026-11-26T10:00:00Z"), "17:00"), at("2026-11-26T17:00:00Z"));
  assert.equal(rules.dueAt(at("2026-06-12T10:00:00Z"), "17:00"), at("2026-06-12T16:00:00Z"));
  assert.equal(rules.dueAt(at("2026-06-11T23:30:00Z"), "17:00"), at("2026-06-12T16:00:00Z"));
  // The clocks go forward at 01:00 that morning.
  assert.equal(rules.dueAt(at("2026-03-29T00:30:00Z"), "17:00"), at("2026-03-29T16:00:00Z"));
});

test("the school's own deadline is used, and one that is no time of day is not", () => {
  assert.equal(rules.todayBy({ alerts: { today_by: "16:15" } }), "16:15");
  for (const card of [null, {}, { alerts: {} }, { alerts: { today_by: "25:00" } }, { alerts: { today_by: 17 } }])
    assert.equal(rules.todayBy(card), "17:00");
});

test("it counts down, presses in the last hour, and says so when it is past", () => {
  const item = filed(at("2026-11-26T10:00:00Z"));
  const early = clockOf(item, at("2026-11-26T14:55:00Z"));
  assert.deepEqual([early.left, early.isNear], [125 * MINUTE, false]);
  assert.equal(rules.clockInWords(early), "A report must reach the school by 17:00: 2 hours 5 minutes left.");
  assert.equal(clockOf(item, at("2026-11-26T15:59:59Z")).isNear, false);
  assert.equal(clockOf(item, at("2026-11-26T16:00:00Z")).isNear, true);
  const late = clockOf(item, at("2026-11-26T17:00:00Z"));
  assert.equal(rules.clockInWords(late), "The school should have had a report by 17:00 and has not.");
});

test("filed after the deadline it presses at once, and the next morning still", () => {
  const item = filed(at("2026-11-26T18:00:00Z"));
  assert.equal(clockOf(item, at("2026-11-26T18:00:01Z")).isNear, true);
  assert.equal(clockOf(item, at("2026-11-27T07:00:00Z")).isNear, true);
});

test("the school's clock counts where the phone's is off", () => {
  const item = filed(at("2026-11-26T08:00:00Z"));
  const ahead = { seconds: 3 * 3600 };
  assert.equal(clockOf(item, at("2026-11-26T13:30:00Z"), { offset: ahead }).left, 30 * MINUTE);
});

test("it ends when the school has the report, and runs again where the school lost it", () => {
  const now = at("2026-11-26T16:30:00Z");
  for (const state of ["received", "settled"]) assert.equal(clockOf(filed(now, state), now), undefined);
  assert.equal(clockOf(filed(now, "lost"), now).isNear, true);
});

/** The `local` database in memory. */
function memory(rows = new Map()) {
  return {
    rows,
    read: async name => structuredClone(rows.get(name)),
    change: async (name, changed) => void rows.set(name, structuredClone(changed(rows.get(name)))),
  };
}

test("of such a report the phone keeps its id alone, through a restart, and nothing of any other", async () => {
  const local = memory();
  const here = new SameDay(local, () => undefined);
  await here.filed("r1", { category: "safeguarding", what_happened: "Words" }, []);
  await here.filed("r2", { category: "injury" }, []);
  assert.deepEqual(local.rows.get("same_day"), [{ id: "r1", rang_at: null }]);
  const again = new SameDay(local, () => undefined);
  await again.load();
  assert.equal(again.clocks(known(filed(at("2026-11-26T10:00:00Z")), at("2026-11-26T16:30:00Z"))).length, 1);
});

test("no clock is shown that an app closed that moment would not show again, and each is shown once", async () => {
  const local = memory();
  /** @type {unknown[]} */
  const keptWhenShown = [];
  const here = new SameDay(local, () => keptWhenShown.push(local.rows.get("same_day")?.length ?? 0));
  await here.filed("r1", { category: "safeguarding" }, []);
  assert.deepEqual(keptWhenShown, [1]);
  await Promise.all([here.filed("r2", { category: "safeguarding" }, [filed(0, "waiting")]), here.load()]);
  assert.equal(here.notes.filter(({ id }) => id === "r2").length, 1);
});

test("that somebody rang is kept, and what the school has is let go of with the next report", async () => {
  const local = memory();
  const here = new SameDay(local, () => undefined);
  await here.filed("r1", { category: "safeguarding" }, []);
  await here.rang("r1", 5);
  assert.deepEqual(local.rows.get("same_day"), [{ id: "r1", rang_at: 5 }]);
  await here.filed("r2", { category: "allegation" }, [filed(0, "received")]);
  assert.deepEqual(local.rows.get("same_day"), [{ id: "r2", rang_at: null }]);
});

test("a storage that refuses the note stops no clock", async () => {
  const here = new SameDay(
    { read: async () => undefined, change: () => Promise.reject(new Error("full")) },
    () => undefined,
  );
  await here.filed("r1", { category: "safeguarding" }, []);
  assert.equal(here.notes.length, 1);
});
