// What people tell the school besides a report: one tap says it once, however often a glove touches.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LATE } from "../../pwa/phones/pins_here.js";
import { runLate, say } from "../../pwa/shell/told.js";

/** A filing that notes what is told, by a clock that can be put on. */
function filingOf() {
  const told = [];
  const clock = { now: 1_800_000_000_000 };
  const known = { unlocked: { staff: "s1" }, window: { closes: clock.now } };
  const around = { clock: () => clock.now, card: () => null };
  const local = {
    change: async name => {
      if (name === LATE) lock.late++;
    },
  };
  const window = async () => known.window;
  const lock = { late: 0, around, store: { local }, window, lookAtTheClock: async () => undefined };
  return {
    ...{ told, clock, lock },
    around: { machine: { clock: () => clock.now }, knowledge: { known: () => known }, lock },
    claims: { said: async () => undefined },
    readClaims: async () => undefined,
    tell: async kind => told.push(kind),
  };
}

test("two taps make a phone twelve hours late, not twenty-four, also once the first is done", async () => {
  const filing = filingOf();
  const late = { trip: { id: "t" } };
  await Promise.all([runLate(filing, late), runLate(filing, late)]);
  filing.clock.now += 1500;
  await runLate(filing, late);
  assert.deepEqual([filing.lock.late, filing.told], [1, ["trip.delayed"]]);
  filing.clock.now += 3_600_000;
  await runLate(filing, late);
  assert.equal(filing.lock.late, 2, "an hour later it is another tap");
});

test("whose a report was is said once, by whichever tap came first", async () => {
  const filing = filingOf();
  await Promise.all([
    say(filing, { id: "r1" }, true),
    say(filing, { id: "r1" }, false),
    say(filing, { id: "r2" }, false),
  ]);
  assert.deepEqual(filing.told, ["authorship.confirmed", "authorship.disowned"]);
});
