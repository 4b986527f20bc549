// A PIN opens one person's keys on one phone: with the share here, or from the school; five wrong ones and no more.
import assert from "node:assert/strict";
import { test } from "node:test";
import { base64url, fromBase64url, utf8 } from "../../pwa/foundation/bytes.js";
import * as keys from "../../pwa/phones/unlock_keys.js";
import { hiddenLimitMs, mustLock } from "../../pwa/phones/auto_lock.js";
import { openWindow, trustedNow, windowOf } from "../../pwa/phones/unlock_rules.js";
import { pinProblem } from "../../pwa/phones/pin_rules.js";
import { golden } from "./golden.js";
import { Unlocking } from "../../pwa/phones/unlocking.js";

// School phones keep school time.
process.env.TZ = "Europe/London";

const PIN = "274913";
const TODAY = "2026-11-26";
const CASTLE = { id: "t1", title: "Castle visit", starts_on: TODAY, ends_on: TODAY, own: true };
const NOON = new Date(`${TODAY}T12:00`).getTime();
const NEXT_EVENING = new Date("2026-11-27T20:00").getTime();
const HOUR = 3_600_000;

/** The phone's side of the storage, in memory. */
class MemoryStore {
  all = [];
  shares = new Map();
  latest = 0;
  wraps = async () => this.all;
  keepWraps = async wraps => {
    this.all = [...this.all.filter(({ staff }) => staff !== wraps.staff), wraps];
  };
  share = async unlock => this.shares.get(unlock) ?? null;
  keepShare = async (unlock, share) => void this.shares.set(unlock, share);
  countTry = async unlock => {
    const share = this.shares.get(unlock);
    share.wrong += 1;
    return share.wrong;
  };
  late = async () => ({});
  newest = async () => this.latest;
}

/** The school's side: one PIN, five tries. */
class School {
  wrong = 0;
  isAway = false;
  fetch = async (url, { body }) => {
    if (this.isAway) throw new TypeError("no line");
    return this.answer(url, JSON.parse(body));
  };
  answer(url, given) {
    if (url === "/api/unlock") {
      this.told = given;
      this.share = base64url(crypto.getRandomValues(new Uint8Array(32)));
      return json(201, { person: this.person(), share: this.share });
    }
    if (url.endsWith("/pin")) {
      this.signed = given;
      this.told = { ...this.told, ...JSON.parse(given.signed) };
      return json(200, { person: this.person(), share: this.share });
    }
    if (this.wrong >= 5) return json(403, { code: "unlock.locked" });
    if (given.proof === this.told.proof) return json(200, { share: this.share });
    this.wrong += 1;
    return json(403, { code: "unlock.pin_wrong", tries_left: 5 - this.wrong });
  }
  person() {
    return { unlock: "u1", staff: "s1", name: "Priya Shah", salt: this.told.salt, rounds: this.told.rounds };
  }
}

function json(status, body) {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
}

async function phoneWithPin(now = NOON) {
  const school = new School();
  const store = new MemoryStore();
  const phone = { now };
  const unlocking = new Unlocking({
    fetch: school.fetch,
    store,
    window: async () => openWindow({ trips: [CASTLE] }, phone.now),
  });
  const { person } = await unlocking.choosePin(PIN);
  unlocking.lock();
  return { school, store, unlocking, person, phone };
}

test("in the window a PIN opens without the school, and what it opens signs for its owner", async () => {
  const { school, unlocking, person } = await phoneWithPin();
  school.isAway = true;
  const { open } = await unlocking.openWithPin(person, PIN);
  const sig = fromBase64url(await keys.signature(open.sign, utf8("{}")));
  const known = await crypto.subtle.importKey(
    "jwk",
    school.told.sign_key,
    { name: "ECDSA", namedCurve: "P-256" },
    false,
    ["verify"],
  );
  assert.equal(await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, known, sig, utf8("{}")), true);
});

test("five wrong PINs lock it, also for the right one, until the school is there", async () => {
  const { school, unlocking, person } = await phoneWithPin();
  school.isAway = true;
  const left = [];
  for (let at = 0; at < 5; at += 1) left.push(await unlocking.openWithPin(person, "111112"));
  assert.deepEqual(
    left.map(({ left, refused }) => left ?? refused),
    [4, 3, 2, 1, "locked"],
  );
  assert.deepEqual(await unlocking.openWithPin(person, PIN), { refused: "locked" });
  school.isAway = false;
  assert.equal((await unlocking.openWithPin(person, PIN)).person.name, "Priya Shah");
});

test("outside the window no share stays, and a phone alone opens nothing", async () => {
  const { school, store, unlocking, person } = await phoneWithPin(NEXT_EVENING);
  assert.equal(store.shares.size, 0);
  school.isAway = true;
  assert.deepEqual(await unlocking.openWithPin(person, PIN), { refused: "offline" });
});

test("a profile copied back to before the tries still meets the school's count", async () => {
  const { school, store, unlocking, person } = await phoneWithPin(NEXT_EVENING);
  const copy = structuredClone(store.all);
  for (let at = 0; at < 5; at += 1) {
    await unlocking.openWithPin(person, "111112");
    store.all = structuredClone(copy);
  }
  assert.deepEqual(await unlocking.openWithPin(person, PIN), { refused: "locked" });
  assert.equal(school.wrong, 5);
});

test("a rescue code opens once, without the school, and leads to another PIN", async () => {
  const { school, unlocking, person } = await phoneWithPin();
  school.isAway = true;
  const code = school.told.rescue_code.replace(/(....)/g, "$1 ");
  assert.equal((await unlocking.openWithCode(person, code)).person.name, "Priya Shah");
  school.isAway = false;
  const changed = await unlocking.changePin("583104");
  unlocking.lock();
  assert.deepEqual(await unlocking.openWithPin(changed.person, PIN), { refused: "wrong", left: 4 });
  assert.equal((await unlocking.openWithPin(changed.person, "583104")).person.name, "Priya Shah");
  assert.deepEqual(await unlocking.openWithCode(changed.person, code), { refused: "wrong" });
});

test("a used rescue code is gone from the phone", async () => {
  const { school, unlocking, person } = await phoneWithPin();
  await unlocking.openWithCode(person, school.told.rescue_code);
  assert.deepEqual(await unlocking.openWithCode(person, school.told.rescue_code), { refused: "no_code" });
});

test("rounds are at least 600,000", async () => {
  let now = 0;
  assert.equal(await keys.roundsFor(() => (now += 5000)), keys.FEWEST_ROUNDS);
});

for (const { name, starts_on, ends_on, opens, closes } of golden("windows").cases) {
  test(`the window of ${name} is the school's`, () => {
    const found = windowOf({ ...CASTLE, starts_on, ends_on });
    assert.deepEqual([found.opens, found.closes], [Date.parse(opens), Date.parse(closes)]);
  });
}

test("a window opens the evening before and closes twelve hours after the last day, later when they run late", () => {
  const { opens, closes } = windowOf(CASTLE);
  assert.equal(opens, new Date("2026-11-25T18:00").getTime());
  assert.equal(closes, new Date("2026-11-27T12:00").getTime());
  assert.equal(windowOf(CASTLE, 1).closes, closes + 12 * HOUR);
  assert.equal(windowOf(CASTLE, 9).closes, closes + 24 * HOUR);
});

test("only a trip that the phone goes on opens a window, and a clock set back opens none", () => {
  assert.equal(openWindow({ trips: [{ ...CASTLE, own: false }] }, NOON), null);
  assert.equal(openWindow({ trips: [CASTLE] }, trustedNow(NOON, NEXT_EVENING)), null);
  assert.equal(openWindow({ trips: [CASTLE] }, NOON).trip.id, "t1");
});

for (const [pin, again, isGood] of [
  ["274913", "274913", true],
  ["274913", "274914", false],
  ["27491", "27491", false],
  ["27491a", "27491a", false],
  ["000000", "000000", false],
  ["123456", "123456", false],
  ["987654", "987654", false],
  ["121212", "121212", false],
  ["123123", "123123", false],
]) {
  test(`${pin} and ${again} ${isGood ? "will do" : "will not do"}`, () => {
    assert.equal(pinProblem(pin, again) === "", isGood);
  });
}

test("the phone locks after 15 minutes out of sight on a trip, 2 otherwise, and 10 untouched", () => {
  const minutes = number => number * 60_000;
  assert.equal(hiddenLimitMs(true), minutes(15));
  assert.equal(hiddenLimitMs(true, 99), minutes(30));
  assert.equal(hiddenLimitMs(true, 0), minutes(2));
  assert.equal(hiddenLimitMs(false, 30), minutes(2));
  const told = { now: minutes(20), touchedAt: minutes(20), hiddenSince: null, isOnTrip: true };
  assert.equal(mustLock(told), false);
  assert.equal(mustLock({ ...told, touchedAt: minutes(10) }), true);
  assert.equal(mustLock({ ...told, hiddenSince: minutes(6) }), false);
  assert.equal(mustLock({ ...told, hiddenSince: minutes(5) }), true);
  assert.equal(mustLock({ ...told, isOnTrip: false, hiddenSince: minutes(18) }), true);
});

test("a clock set back locks the phone: nobody knows for how long it lay there", () => {
  const told = { now: NOON, touchedAt: NOON, hiddenSince: null, isOnTrip: true };
  assert.equal(mustLock({ ...told, touchedAt: NOON + 24 * HOUR }), true);
  assert.equal(mustLock({ ...told, hiddenSince: NOON + 24 * HOUR }), true);
});
