// The check's screen: names hide by themselves, a group without its place is not checked, a tap too late opens nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { NAMES_MS } from "../../pwa/consent/check_acts.js";
import { CheckScreen } from "../../pwa/consent/check_screen.js";

Object.assign(globalThis, { scrollTo: () => undefined, document: { querySelector: () => null } });

const GO = { outcome: "go", out: [], stops: [], warns: [] };
const PRIYA = { staff: "priya" };

/** A screen on a phone whose checks answer as given. */
function screen(answer = GO) {
  const timers = [];
  const gone = [];
  const told = { passed: [], stopped: [] };
  const checking = {
    known: { phone: {}, unlocked: PRIYA, people: [PRIYA], card: null, agreed: {}, list: { pack: { photos: {} } } },
    stop: { place: "Outdoors" },
    store: { isLoaded: true, kept: { last: null, cameras: [] } },
    load: async () => undefined,
    answer: () => checking.answers,
    answers: answer,
    stopped: async group => void told.stopped.push(group),
    passed: async (group, camera) => void told.passed.push({ ...group, camera }),
  };
  const later = (work, ms) => timers.push({ work, ms });
  const made = new CheckScreen({ checking, repaint: () => undefined, go: hash => gone.push(hash), later });
  return { made, checking, timers, gone, told };
}

test("names hide after 20 seconds, and showing them again counts anew", () => {
  const { made, timers } = screen();
  made.showNames();
  assert.deepEqual([timers[0].ms, NAMES_MS, made.looks.areNamesShown], [20_000, 20_000, true]);
  made.showNames();
  timers[0].work();
  assert.equal(made.looks.areNamesShown, true, "an earlier clock hides nothing that was shown since");
  timers[1].work();
  assert.equal(made.looks.areNamesShown, false);
});

test("without a place nothing is checked", () => {
  const { made, checking, gone } = screen();
  checking.stop.place = null;
  made.check("Heron", ["0a1b2c3d"]);
  assert.deepEqual([gone, made.looks.problem], [[], "Say first where you are."]);
  checking.stop.place = "Outdoors";
  made.check("Heron", ["0a1b2c3d"]);
  assert.deepEqual(gone, ["#/photo/check"]);
});

test("an answer that turned to no meanwhile opens nothing when it is tapped", async () => {
  const { made, checking, gone, told } = screen();
  made.check("Heron", ["0a1b2c3d"]);
  checking.answers = { ...GO, outcome: "stop", out: ["0a1b2c3d"] };
  await made.tick();
  assert.deepEqual([told.passed, gone], [[], ["#/photo/check"]]);
});

test("two taps on the tick make one check", async () => {
  const { made, gone, told } = screen();
  made.check("Heron", ["0a1b2c3d"]);
  await Promise.all([made.tick(), made.tick()]);
  assert.equal(told.passed.length, 1);
  assert.deepEqual(gone, ["#/photo/check", "#/photo/camera"]);
});

test("whoever must step out is taken out, and the rest are asked about again", async () => {
  const { made, checking, told } = screen({ ...GO, outcome: "stop", out: ["1a1b2c3d"] });
  made.check("Heron", ["0a1b2c3d", "1a1b2c3d"]);
  assert.equal(made.heading({ ...checking.known }), "Photos");
  await made.enter("check");
  assert.equal(made.heading(checking.known), "1 must step out");
  await made.remove();
  assert.deepEqual([[...made.looks.chosen], told.stopped.length], [["0a1b2c3d"], 2]);
});

test("two taps file a class camera's count once", async () => {
  const { made, checking } = screen();
  const counted = [];
  checking.store.kept.cameras = [{ check: "c1", trip: "t", camera: "Year 4 camera", at: 1 }];
  checking.counted = async (...one) => counted.push(one);
  made.looks.counts = { c1: "12" };
  await Promise.all([made.count("c1"), made.count("c1")]);
  assert.equal(counted.length, 1);
});
