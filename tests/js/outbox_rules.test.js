// The outbox's decisions, each by itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { batches, due, inOrder, itemPause, reasonOf } from "../../pwa/outbox/outbox_rules.js";
import { triesInWords } from "../../pwa/outbox/item_words.js";
import { outboxInWords, stateInWords } from "../../pwa/outbox/outbox_words.js";
import { pauseBefore } from "../../pwa/outbox/sending_rules.js";

const NOW = 1_800_000_000_000;
const item = more => ({
  type: "record",
  id: "i",
  state: "waiting",
  seq: 1,
  size: 100,
  tries: 0,
  filed_at: 0,
  next_try_at: 0,
  last_error: null,
  ...more,
});

test("a batch holds at most 100 items and one MiB, and a larger item travels alone", () => {
  const small = Array.from({ length: 101 }, () => item());
  assert.deepEqual(
    batches(small).map(batch => batch.length),
    [100, 1],
  );
  const large = [item({ size: 600_000 }), item({ size: 500_000 }), item({ size: 2_000_000 }), item({ size: 10 })];
  assert.deepEqual(
    batches(large).map(batch => batch.length),
    [1, 1, 1, 1],
  );
  assert.deepEqual(batches([]), []);
});

test("only what waits and whose turn has come is due, oldest first", () => {
  const items = [
    item({ id: "late", filed_at: 2 }),
    item({ id: "early", filed_at: 1 }),
    item({ state: "received" }),
    item({ type: "blob" }),
    item({ next_try_at: NOW + 1000 }),
  ];
  assert.deepEqual(
    due(items, "record", NOW).map(({ id }) => id),
    ["early", "late"],
  );
});

test("a clock set back by years holds no item", () => {
  const items = [item({ next_try_at: NOW })];
  assert.equal(due(items, "record", NOW - 400 * 86_400_000).length, 1);
});

test("an item's own pause grows to five minutes and no further", () => {
  assert.ok(itemPause(1, 0) >= 3000 && itemPause(1, 1) <= 4000);
  assert.deepEqual(
    [8, 50, 5000].map(tries => itemPause(tries, 1)),
    [300_000, 300_000, 300_000],
  );
});

test("the main chain is announced before the one apart", () => {
  const chains = [
    { chain: "b", next: 1, apart: true },
    { chain: "a", next: 1, apart: false },
  ];
  assert.deepEqual(
    inOrder(chains).map(({ apart }) => apart),
    [false, true],
  );
});

test("every kind of answer has its reason", () => {
  const reason = (status, answered = true) => reasonOf({ answered, status });
  assert.deepEqual(
    [reason(0, false), reason(200), reason(401), reason(403), reason(404), reason(429), reason(503)],
    ["no_signal", "not_ours", "set_up", "refused", "refused", "busy", "server_trouble"],
  );
});

test("the states are told in staff's words", () => {
  assert.equal(stateInWords(item(), NOW), "Saved on this phone, not sent yet");
  const at = new Date(2026, 10, 21, 14, 32).getTime();
  assert.equal(stateInWords(item({ state: "received", received_at: at }), at), "The school has it 14:32");
  assert.equal(
    stateInWords(item({ state: "settled", received_at: at }), at + 86_400_000),
    "The school has it Sat 14:32",
  );
});

test("the whole outbox is told in one line", () => {
  assert.equal(outboxInWords([]), "Nothing waiting.");
  assert.equal(outboxInWords([item({ state: "received" })]), "Nothing waiting. The school has everything.");
  assert.equal(outboxInWords([item()]), "1 report saved on this phone, not sent yet");
  assert.equal(outboxInWords([item(), item()]), "2 reports saved on this phone, not sent yet");
});

test("tries are counted in words", () => {
  assert.equal(triesInWords(item(), NOW), "Waiting for an answer from the school");
  assert.equal(triesInWords(item({ tries: 1, last_error: "refused" }), NOW), "1 try");
  assert.match(
    triesInWords(item({ tries: 3, last_error: "refused", next_try_at: NOW + 1000 }), NOW),
    /^3 tries, again at /,
  );
});

const contact = trouble => ({ at: NOW, trouble, said: null, retry_after_seconds: null });
const pause = more =>
  pauseBefore({ items: [item()], contact: contact(null), failures: 0, now: NOW, random: 0, ...more });

test("while something waits on a dead line the school is tried within five seconds, for ten minutes", () => {
  const pauses = Array.from({ length: 151 }, (_, failures) => pause({ contact: contact("no_signal"), failures }));
  assert.ok(Math.max(...pauses) <= 4000 && Math.min(...pauses) >= 2000);
  assert.ok(pauses.reduce((sum, one) => sum + one) >= 590_000);
  assert.equal(pause({ contact: contact("no_signal"), failures: 500 }), 15_000);
});

test("with nothing waiting, or nothing to be done here, the phone asks once a minute", () => {
  assert.equal(pause({ items: [] }), 60_000);
  assert.equal(pause({ contact: contact("set_up") }), 60_000);
  assert.equal(pause({ items: [], random: 1 }), 54_000);
});

test("a busy server is left alone as long as it asks, up to a minute", () => {
  assert.equal(pause({ contact: { ...contact("busy"), retry_after_seconds: 7 } }), 7000);
  assert.equal(pause({ contact: { ...contact("busy"), retry_after_seconds: 7000 } }), 60_000);
});

test("an item set aside is waited for, not asked for", () => {
  assert.equal(pause({ items: [item({ next_try_at: NOW + 9000 })] }), 9000);
  assert.equal(pause({ items: [item({ next_try_at: NOW - 9000 })] }), 1000);
});
