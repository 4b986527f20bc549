// The head count's decisions: the bodies both languages hold, which groups there are, what stays on the phone.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as rules from "../../pwa/incidents/count_rules.js";
import { CountScreen } from "../../pwa/incidents/count_screen.js";
import { CountStore } from "../../pwa/incidents/count_store.js";
import { CountTicks } from "../../pwa/incidents/count_ticks.js";
import { freshKeys } from "../../pwa/phones/unlock_keys.js";
import { golden } from "./golden.js";

for (const { name, count, finished_at_ms, missing, incident, words, body } of golden("head_counts").cases) {
  test(`the phone builds the body of: ${name}`, () => {
    assert.deepEqual(rules.bodyOf(count, finished_at_ms, missing, incident), body);
    assert.equal(rules.countInWords(count), words);
  });
}

const pupil = (name, group, key) => [name, group, null, [], key];
const PUPILS = [pupil("Ada L.", "Heron", "a1"), pupil("Maya B.", "Heron", "b2"), pupil("Noah K.", "Swift", "c3")];
const TODAY = "2026-11-21";
const TRIP = { id: "t", title: "Castle", place: "Castle", starts_on: TODAY, ends_on: TODAY, pupil_count: 3, staff: [] };
const known = (more = {}, list = null) => ({ list, card: { trip: { ...TRIP, ...more } }, today: TODAY, now: 0 });
const listed = (more = {}) => ({ pack: { trip: "t", pupils: PUPILS, ...more } });
const said = groups => groups.map(({ name, of }) => [name, of]);

test("groups are the coaches, else the classes, else everybody; whoever is in none is counted as well", () => {
  const coaches = known({}, listed({ groups: [["Coach 1", ["a1"]]] }));
  assert.deepEqual(said(rules.groupsToCount(coaches)), [
    ["Coach 1", 1],
    ["In no group", 2],
    [null, 3],
  ]);
  assert.deepEqual(said(rules.groupsToCount(known({}, listed()))), [
    ["Heron", 2],
    ["Swift", 1],
    [null, 3],
  ]);
  assert.deepEqual(said(rules.groupsToCount(known({}, listed({ pupils: PUPILS.slice(0, 2) })))), [[null, 2]]);
});

test("locked it is the card's numbers, and on a phone that knows of no trip whatever somebody types", () => {
  assert.deepEqual(said(rules.groupsToCount(known({ groups: [["Coach 1", 2]] }))), [
    ["Coach 1", 2],
    ["In no group", 1],
    [null, 3],
  ]);
  assert.ok(rules.groupsToCount(known({ groups: [["Coach 1", 2]] })).every(({ members }) => members === null));
  assert.deepEqual(rules.groupsToCount({ list: null, card: null, today: TODAY }), [
    { name: null, of: null, members: null },
  ]);
  assert.deepEqual(["", "32", " 7 ", "-1", "3.5", "99999"].map(rules.numberIn), [null, 32, 7, null, null, null]);
});

test("who is missing is named as far as somebody said", () => {
  const short = { counted: 30, of: 32 };
  assert.equal(rules.countInWords(short, ["Maya B."]), "30 of 32: Maya B. and 1 more");
  assert.equal(rules.countInWords({ counted: 31, of: 32 }, ["Maya B."]), "31 of 32: Maya B.");
  assert.equal(rules.countInWords({ counted: 35, of: 32 }), "35 of 32: 3 more than the list");
});

const nothing = () => null;

/** A `local` in memory, and all that was ever written to it as text. */
function memory() {
  const rows = new Map();
  const written = [];
  const write = async (name, value) => {
    written.push(JSON.stringify(value ?? null));
    rows.set(name, value);
  };
  return {
    written,
    read: async name => rows.get(name),
    write,
    change: async (name, changed) => write(name, changed(rows.get(name))),
  };
}

const LOCKED = { opened: null, writer: () => null };

/** A lock that somebody has open. */
async function openFor(unlock) {
  const { seal } = await freshKeys();
  return { opened: { person: { unlock }, open: { seal } }, writer: () => ({ unlock, key: seal.publicKey }) };
}

/** A screen on this storage. */
async function screenOn(local, now = known(), lock = LOCKED, time = 1000) {
  const told = [];
  const screen = new CountScreen({
    local,
    lock,
    told,
    tell: async (kind, trip, body) => told.push({ kind, trip, body }),
    known: () => now,
    clock: () => time,
    go: nothing,
    buzz: nothing,
    toTop: nothing,
    repaint: nothing,
  });
  await screen.enter();
  return { screen, told };
}

/** Heron counted by name on this phone, Ada seen. */
async function countsByName(local, lock) {
  const now = known({}, listed());
  const { screen } = await screenOn(local, now, lock);
  const [heron] = rules.groupsToCount(now);
  screen.begin(heron, "t");
  screen.byName();
  screen.tick("a1");
  await screen.ticks.keeper.saving;
  return now;
}

test("a count outlives a reload as a number, and no name or key is ever kept in clear", async () => {
  const local = memory();
  const now = await countsByName(local, await openFor("priya"));

  const { screen: again, told } = await screenOn(local, now);

  assert.deepEqual([again.count?.counted, again.count?.of, again.step, again.ticked.size], [1, 2, "tap", 0]);
  await again.finish([{ key: "b2", name: "Maya B." }]);
  assert.deepEqual(told[0].body.missing, [{ key: "b2", name: "Maya B." }]);
  assert.equal(told[0].trip, "t");
  for (const text of local.written) assert.doesNotMatch(text, /Maya|Ada|a1|b2/);
  assert.deepEqual((await new CountStore(local).load()).lasts, [
    { trip: "t", group: "Heron", of: 2, counted: 1, at: 1000 },
  ]);
});

test("whoever ticked finds the ticks again after a reload; to anybody else it is a number", async () => {
  const local = memory();
  const [priya, tom] = await Promise.all([openFor("priya"), openFor("tom")]);
  const now = await countsByName(local, priya);
  // Killed between the number and the ticks: the ticks say what was seen.
  await local.change("counting", count => ({ ...count, counted: 2 }));

  const { screen: toms } = await screenOn(local, now, tom);
  assert.deepEqual([toms.step, toms.count.counted, [...toms.ticked]], ["tap", 2, []]);
  const { screen: priyas } = await screenOn(local, now, priya);
  assert.deepEqual([priyas.step, priyas.count.counted, [...priyas.ticked]], ["tick", 1, ["a1"]]);
});

test("who is missing is there again as well, and whoever taps on counts heads alone from then on", async () => {
  const local = memory();
  const priya = await openFor("priya");
  const now = known({}, listed());
  const { screen } = await screenOn(local, now, priya);
  const [heron] = rules.groupsToCount(now);
  screen.begin(heron, "t");
  screen.tap(1);
  screen.tallied(screen.count, heron.members);
  screen.mark("b2");
  await screen.ticks.keeper.saving;
  const { screen: again } = await screenOn(local, now, priya);
  assert.deepEqual([again.step, again.count.counted, [...again.ticked]], ["who", 1, ["b2"]]);

  const { screen: locked } = await screenOn(local, known());
  locked.tap(2);
  await locked.ticks.keeper.saving;
  const { screen: after } = await screenOn(local, now, priya);
  assert.deepEqual([after.step, after.count.counted, [...after.ticked]], ["tap", 2, []]);
});

test("ticks go with their count, and a count of half a day ago is none to go on with", async () => {
  const local = memory();
  const priya = await openFor("priya");
  const now = await countsByName(local, priya);
  const late = 1000 + 12 * 3_600_000;
  assert.equal((await screenOn(local, now, priya, late)).screen.count, null);
  const { screen } = await screenOn(local, now, priya);
  await screen.finish([]);
  await screen.ticks.keeper.saving;
  assert.equal(await local.read("ticked"), null);
});

test("a phone that cannot keep the count says so, and counts all the same", async () => {
  const full = async () => {
    throw new DOMException("", "QuotaExceededError");
  };
  const { screen } = await screenOn({ ...memory(), write: full });
  screen.start({ trip: "t", group: null, of: 3 });
  screen.tap(1);
  await new Promise(setImmediate);
  assert.deepEqual([screen.isKept, screen.count.counted], [false, 1]);
});

test("a tally that is short asks who; one that is not, or without a list, is saved at once", async () => {
  const now = known({}, listed());
  const { screen, told } = await screenOn(memory(), now);
  const members = rules.groupsToCount(now)[0].members;
  screen.start({ trip: "t", group: "Heron", of: 2 });
  screen.tap(1);
  screen.tallied(screen.count, members);
  assert.equal(screen.step, "who");
  screen.tap(2);
  await screen.tallied(screen.count, members);
  screen.start({ trip: "t", group: "Heron", of: 2 });
  screen.tap(-1);
  await screen.tallied(screen.count, null);
  assert.deepEqual(
    told.map(({ body }) => body.counted),
    [2, 0],
  );
});

test("a count is of the emergency that runs on the phone", async () => {
  const emergency = { incident: "e1", trip: "t", began_at: 1, steps: [] };
  const { screen, told } = await screenOn(memory(), { ...known(), emergency });
  screen.start({ trip: "t", group: null, of: 3 });
  await screen.finish([]);
  assert.equal(told[0].body.incident, "e1");
  const over = { ...emergency, steps: [{ id: "s1", step: "over", at: 2 }] };
  const of = (one, trip) => rules.incidentOf({ ...known(), emergency: one }, trip);
  assert.deepEqual(
    [
      of(null, "t"),
      of(over, "t"),
      of(emergency, "another"),
      of(emergency, null),
      of({ ...emergency, trip: null }, "t"),
    ],
    [null, null, null, "e1", "e1"],
  );
});

test("of each group the last count stays, the newest first", () => {
  const last = (group, counted, at) => ({ trip: "t", group, of: 2, counted, at });
  const kept = [last("Heron", 2, 1), last("Swift", 1, 2)].reduce(rules.withLast, []);
  const more = rules.withLast(kept, last("Heron", 1, 3));
  assert.deepEqual(
    more.map(({ group, counted }) => [group, counted]),
    [
      ["Heron", 1],
      ["Swift", 1],
    ],
  );
});

test("a lock right after a tick loses none of those who were counted", async () => {
  const local = memory();
  const priya = await openFor("priya");
  const hand = { ...priya };
  const ticks = new CountTicks(local, hand, nothing);
  const of = { started_at: 5, step: "tick" };
  for (const key of ["a1", "b2"]) ticks.turn(key, of);
  // The second waits for the first, and finds the phone locked.
  Object.assign(hand, LOCKED);
  await ticks.keeper.saving;
  assert.deepEqual((await new CountTicks(local, priya, nothing).open(5))?.keys, ["a1", "b2"]);
});
