// Alerts on the phone: what they say, what somebody said to them, and what is kept of all that on the phone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AlertAnswers } from "../../pwa/alerts/alert_answers.js";
import * as rules from "../../pwa/alerts/alert_rules.js";
import { AlertsScreen } from "../../pwa/alerts/alerts_screen.js";
import { golden } from "./golden.js";
import { callOf } from "../../pwa/alerts/deadline_rules.js";
import { alertsIn, refreshAlerts, showBadge } from "../../pwa/alerts/alert_store.js";
import { held } from "./held.js";

const NOW = Date.parse("2026-11-26T10:30:00Z");
const ID = "0123456789abcdef0123456789abcdef";
const RAISED = "2026-11-26T10:02:00.000Z";
const MAEVE = "maeve-id";
const ME = "daniel-id";
const alert = (more = {}) => ({
  id: ID,
  urgency: "now",
  title: "Missing pupil, critical",
  detail: "",
  trip: "Castle visit",
  role: "DSL",
  raised_at: RAISED,
  opened_at: null,
  closed_at: null,
  taken_by: [],
  contacts: [],
  to: [MAEVE],
  ...more,
});
const said = (act, more = {}) => ({
  ...{ alert: ID, raised_at: RAISED, act, to: null, record: `${act}-1`, staff: ME, at: NOW },
  ...more,
});
const shown = (alerts, answers = [], items = []) =>
  rules.shownOf({ v: 1, unlock: "u", alerts }, { answers, items, staff: ME });
const people = { [MAEVE]: ["Maeve Brennan", "Deputy DSL"] };

/** The `local` database in memory. */
function memory() {
  const rows = new Map();
  return {
    rows,
    read: async name => structuredClone(rows.get(name)),
    write: async (name, value) => void rows.set(name, structuredClone(value)),
    change: async (name, changed) => void rows.set(name, structuredClone(changed(rows.get(name)))),
  };
}

test("what presses comes first: now before today, what nobody has before what somebody has, closed last", () => {
  const order = shown([
    alert({ id: "1", closed_at: "2026-11-26T10:10:00.000Z" }),
    alert({ id: "2", taken_by: ["Maeve Brennan"] }),
    alert({ id: "3", urgency: "today" }),
    alert({ id: "4", raised_at: "2026-11-26T09:00:00.000Z" }),
    alert({ id: "5" }),
  ]).map(({ id }) => id);
  assert.deepEqual(order, ["5", "4", "3", "2", "1"]);
});

test("what somebody said counts at once, and that the others have not heard it stands there until the school has it", () => {
  const [waits] = shown([alert()], [said("taken")], [{ id: "taken-1", state: "waiting" }]);
  assert.deepEqual([rules.isMine(waits), rules.needsSomebody(waits), waits.waits], [true, false, true]);
  const [known] = shown([alert()], [said("taken")], [{ id: "taken-1", state: "received" }]);
  assert.equal(known.waits, false);
});

test("having opened one waits for nothing that the others need to know", () => {
  const [one] = shown([alert()], [said("opened")], [{ id: "opened-1", state: "waiting" }]);
  assert.deepEqual([one.waits, rules.isUnopened(one), rules.needsSomebody(one)], [false, false, true]);
});

test("another person's answers on the same phone are not mine", () => {
  const [one] = shown([alert()], [said("taken", { staff: MAEVE })]);
  assert.deepEqual([rules.isMine(one), rules.needsSomebody(one)], [false, true]);
});

test("taken, then handed on: it is no longer mine", () => {
  const handed = [said("taken"), said("handed_on", { to: MAEVE })];
  const [one] = shown([alert()], handed, [{ id: "handed_on-1", state: "waiting" }]);
  assert.deepEqual([rules.isMine(one), rules.needsSomebody(one)], [false, false]);
  assert.equal(rules.standInWords(one, people, NOW), "You handed it on to Maeve Brennan");
});

test("once the school has it that I handed it on, the school says who has it: it may have come back, or been refused", () => {
  const handed = [said("taken"), said("handed_on", { to: MAEVE })];
  const [back] = shown([alert()], handed, [{ id: "handed_on-1", state: "received" }]);
  assert.deepEqual([rules.needsSomebody(back), rules.standInWords(back, people, NOW)], [true, "Nobody has it yet"]);
});

test("raised again it waits again, whatever was said before", () => {
  const [anew] = shown([alert({ raised_at: "2026-11-26T10:20:00.000Z" })], [said("taken"), said("closed")]);
  assert.deepEqual([rules.isClosed(anew), rules.isMine(anew), rules.needsSomebody(anew)], [false, false, true]);
});

test("what is said while what is kept is being read stays said", async () => {
  const answers = new AlertAnswers({ local: memory(), tell: async () => "record-1", clock: () => NOW });
  const loading = answers.load();
  await answers.say(alert(), ME, "taken");
  await loading;
  assert.equal(answers.all.length, 1);
});

test("who has it is said in words", () => {
  const words = (more, answers) => rules.standInWords(shown([alert(more)], answers)[0], people, NOW);
  assert.equal(words({}), "Nobody has it yet");
  assert.equal(words({ taken_by: ["Maeve Brennan", "Ruth Adeyemi"] }), "Maeve Brennan and Ruth Adeyemi have it");
  assert.match(words({}, [said("taken")]), /^You have it, since /);
  assert.match(words({}, [said("closed")]), /^Closed /);
});

test("a locked phone says how many and nothing else", () => {
  assert.equal(rules.countInWords(2, false), "2 alerts wait. Unlock to read.");
  assert.equal(rules.countInWords(1, false), "1 alert waits. Unlock to read.");
  assert.equal(rules.countInWords(2, true), "2 alerts need you");
  assert.equal(rules.countInWords(1, true), "1 alert needs you");
});

test("handing on needs somebody, closing needs a line, taking needs nothing", () => {
  const nothing = { to: "", words: " " };
  assert.notEqual(rules.problemOf("handed_on", nothing), "");
  assert.notEqual(rules.problemOf("closed", nothing), "");
  assert.equal(rules.problemOf("taken", nothing), "");
  assert.match(rules.problemOf("closed", { to: "", words: "x".repeat(2001) }), /2000/);
  assert.equal(rules.problemOf("closed", { to: "", words: "Found at the gate" }), "");
});

test("only 32 hex digits name an alert", () => {
  assert.equal(rules.isAlert(ID), true);
  for (const other of ["", "on", ID.toUpperCase(), `${ID}0`, `../${ID}`]) assert.equal(rules.isAlert(other), false);
});

test("an answer is filed with the kind's own members, and by ids alone it is kept on the phone", async () => {
  const local = memory();
  const filed = [];
  const tell = async (...told) => `record-${filed.push(told)}`;
  const answers = new AlertAnswers({ local, tell, clock: () => NOW });
  await answers.say(alert(), ME, "closed", { words: " Found at the gate " });
  const body = { alert: ID, act: "closed", to: null, words: "Found at the gate", acted_at: "2026-11-26T10:30:00.000Z" };
  assert.deepEqual(filed, [["alert.answered", null, body]]);
  assert.equal(JSON.stringify([...local.rows]).includes("gate"), false);
  const again = new AlertAnswers({ local, tell, clock: () => NOW });
  await again.load();
  assert.deepEqual(again.all, [said("closed", { record: "record-1" })]);
});

test("an answer that could not be filed is not said to be", async () => {
  const answers = new AlertAnswers({
    local: memory(),
    tell: () => Promise.reject(new Error("full")),
    clock: () => NOW,
  });
  await assert.rejects(answers.say(alert(), ME, "taken"));
  assert.deepEqual(answers.all, []);
});

const JSON_ANSWER = { "Content-Type": "application/json" };
const inbox = { tag: "t1", needs: 2, people: [{ unlock: "u", version: "v", sealed: "AAAA" }] };
const answering =
  (status, body, seen = []) =>
  async (_url, init) => {
    seen.push(init.headers["If-None-Match"]);
    return new Response(body === null ? null : JSON.stringify(body), { status, headers: body ? JSON_ANSWER : {} });
  };

test("everybody's alerts are kept as they came, and asked for by their tag after", async () => {
  const local = memory();
  const seen = [];
  assert.equal((await refreshAlerts(answering(200, inbox, seen), local)).needs, 2);
  assert.deepEqual((await alertsIn(local)).of, { u: "AAAA" });
  await refreshAlerts(answering(304, null, seen), local);
  assert.deepEqual(seen, ['""', '"t1"']);
  assert.equal((await alertsIn(local)).needs, 2);
});

test("no line, a fault, another's page: what is here stays; a phone that is lost keeps nothing", async () => {
  const local = memory();
  await refreshAlerts(answering(200, inbox), local);
  const away = [
    () => Promise.reject(new TypeError("no line")),
    answering(503, { code: "x" }),
    answering(200, { hello: 1 }),
  ];
  for (const fetch of [...away, answering(403, null)]) await refreshAlerts(fetch, local);
  assert.equal((await alertsIn(local)).needs, 2);
  await refreshAlerts(answering(403, { code: "unlock.phone_lost" }), local);
  assert.deepEqual((await alertsIn(local)).of, {});
});

/** An answer that comes once it is told to; the next time it is the other one. */
function slowly(status, body, then) {
  const { promise, resolve } = held();
  let isFirst = true;
  const fetch = async (...asked) => {
    if (!isFirst) return answering(...then)(...asked);
    isFirst = false;
    await promise;
    return answering(status, body)(...asked);
  };
  return { fetch, answer: resolve };
}

test("older alerts are not put back over what another tab heard meanwhile: the school is asked again", async () => {
  const local = memory();
  await refreshAlerts(answering(200, inbox), local);
  const slow = slowly(200, { ...inbox, tag: "older", needs: 1 }, [200, { ...inbox, tag: "newest", needs: 9 }]);
  const first = refreshAlerts(slow.fetch, local);
  await new Promise(resolve => setImmediate(resolve));
  await refreshAlerts(answering(200, { ...inbox, tag: "newer", needs: 5 }), local);
  slow.answer();
  assert.equal((await first).needs, 9);
  assert.equal((await alertsIn(local)).tag, "newest");
});

test("a lost phone lets go of its alerts, whatever another tab heard meanwhile", async () => {
  const local = memory();
  const slow = slowly(403, { code: "unlock.phone_lost" }, [503, { code: "x" }]);
  const first = refreshAlerts(slow.fetch, local);
  await new Promise(resolve => setImmediate(resolve));
  await refreshAlerts(answering(200, inbox), local);
  slow.answer();
  assert.deepEqual((await first).of, {});
});

test("the number on the app's picture goes when nothing waits, and a browser without one does no harm", async () => {
  const told = [];
  const browser = {
    setAppBadge: async needs => void told.push(needs),
    clearAppBadge: async () => void told.push("none"),
  };
  await showBadge(browser, 2);
  await showBadge(browser, 0);
  await showBadge({}, 2);
  assert.deepEqual(told, [2, "none"]);
});

const BUILT = { "alert.answered": rules.bodyOf, "call.made": callOf };
for (const { name, kind, given, body } of golden("alerts").cases)
  test(`what is filed is what the server reads: ${name}`, () => {
    assert.deepEqual(BUILT[kind](...given), body);
  });

test("each who reads an alert on a shared phone is noted once; of one about the headteacher the phone files nothing", () => {
  const said = [];
  const [one, apart] = shown([alert(), alert({ id: "f".repeat(32), apart: true })]);
  let staff = ME;
  const screen = new AlertsScreen({
    open: () => ({ list: [one, apart], people, staff }),
    say: async ({ id }, act) => void said.push([staff, id, act]),
    pushes: null,
    repaint: () => undefined,
  });
  const reads = id => {
    screen.enter(id);
    screen.view({ unlocked: true, people: [ME], now: NOW, alerts: {}, device: null });
  };
  for (const reader of [ME, ME, MAEVE]) {
    staff = reader;
    reads(one.id);
    reads(apart.id);
  }
  assert.deepEqual(said, [
    [ME, ID, "opened"],
    [MAEVE, ID, "opened"],
  ]);
});
