// What a phone promises when the school's server went back in time: all that it keeps is offered again, and what it
// let go of is told of, so that a loss has a number.
import assert from "node:assert/strict";
import { test } from "node:test";
import { afterManifest } from "../../pwa/outbox/outbox_rules.js";
import { outboxInWords, stateInWords } from "../../pwa/outbox/outbox_words.js";
import { fileBytes, fileSeveral, newPhone } from "./phone.js";
import { jsonAnswer } from "./school.js";

const states = async phone => Object.fromEntries((await phone.items()).map(item => [item.seq, item.state]));
const told = ({ chains }) => chains.flatMap(({ pending }) => pending.map(({ seq }) => seq));

/** A phone that has let go of items 1 and 2, both settled, and still keeps the bytes of 3. */
async function phoneWithTombstones() {
  const phone = await newPhone();
  await fileSeveral(phone, 2);
  await phone.send();
  phone.school.settledN = 2;
  await phone.send();
  await fileBytes(phone);
  await phone.send();
  assert.deepEqual(await states(phone), { 1: "settled", 2: "settled", 3: "received" });
  phone.school.manifests = [];
  return phone;
}

test("another life is told of everything before anything is sent, and gets what is kept", async () => {
  const phone = await phoneWithTombstones();
  phone.school.isRestored(1);
  phone.school.asked = [];
  await phone.send();
  const urls = phone.school.asked.map(({ url }) => url.split("/").at(-1));
  assert.deepEqual(urls, ["manifest", "manifest", "envelopes"]);
  assert.deepEqual(phone.school.manifests.map(told), [[], [1, 2, 3]]);
  assert.deepEqual(await states(phone), { 1: "settled", 2: "lost", 3: "received" });
});

test("what is lost is told of each time, until the school has it back", async () => {
  const phone = await phoneWithTombstones();
  const before = phone.school.stored;
  phone.school.isRestored(1);
  await phone.send();
  await phone.send();
  assert.deepEqual(told(phone.school.manifests.at(-1)), [2]);
  phone.school.stored = before;
  await phone.send();
  await phone.send();
  assert.deepEqual(told(phone.school.manifests.at(-1)), []);
  assert.deepEqual(await states(phone), { 1: "settled", 2: "settled", 3: "received" });
});

test("a tombstone's old number is never shown to another life as seen there", async () => {
  const phone = await phoneWithTombstones();
  phone.school.isRestored(2);
  await phone.send();
  await phone.send();
  assert.equal(phone.school.manifests.at(-1).seen.n, 3);
  phone.school.isRestored(0);
  await phone.send();
  assert.equal(phone.school.manifests.at(-1).seen.n, 0);
});

test("receipts bring along what the server shows of itself, for the next manifest to bring back", async () => {
  const phone = await newPhone();
  await fileBytes(phone);
  await phone.send();
  await phone.send();
  assert.deepEqual(phone.school.manifests[1].seen, { epoch: "first-life", n: 1, audit_head: "first-life 1" });
});

test("receipts of another life than the manifest's leave what was seen before as it is", async () => {
  const phone = await newPhone();
  await phone.send();
  await fileBytes(phone);
  phone.school.fault = url => {
    if (url.endsWith("/envelopes")) phone.school.epoch = "second-life";
    return undefined;
  };
  await phone.send();
  phone.school.fault = () => undefined;
  assert.equal((await phone.store.seen()).epoch, "first-life");
  await phone.send();
  assert.deepEqual(await states(phone), { 1: "received" });
});

test("501 that a restored school may have lost are told of on two pages, each heard", async () => {
  const phone = await newPhone();
  await fileSeveral(phone, 501);
  await phone.send();
  phone.school.settledN = 501;
  await phone.send();
  phone.school.isRestored(501);
  await phone.send();
  assert.ok((await phone.items()).every(({ state, epoch }) => state === "settled" && epoch === phone.school.epoch));
});

test("a page of the manifest that fails marks nothing as lost", async () => {
  const phone = await phoneWithTombstones();
  phone.school.isRestored(0);
  let pages = 0;
  phone.school.fault = url => (url.endsWith("/manifest") && ++pages === 2 ? jsonAnswer({}) : undefined);
  await phone.send();
  assert.deepEqual(await states(phone), { 1: "settled", 2: "settled", 3: "waiting" });
});

const SETTLED = { id: "a", state: "settled", digest: "d", epoch: "first", n: 7 };
const said = more => ({ epoch: "second", settledN: 99, have: {}, told: new Set(["a"]), ...more });

test("nothing of an earlier life settles in another, however high its number", () => {
  const received = { ...SETTLED, state: "received" };
  assert.deepEqual(afterManifest(received, said({})), { state: "waiting", next_try_at: 0 });
});

test("other bytes under its id at school are not its copy", () => {
  assert.equal(afterManifest(SETTLED, said({ have: { a: "other" } })).state, "lost");
});

test("what was not told of is not judged", () => {
  assert.equal(afterManifest(SETTLED, said({ told: new Set() })), null);
});

test("a loss is said on the screen, with what to do", () => {
  const lost = { ...SETTLED, state: "lost" };
  assert.match(stateInWords(lost, 0), /Tell the office its number/);
  assert.match(outboxInWords([lost]), /lost 1 report/);
});

test("after two weeks with one copy a person is told, and nothing else happens", () => {
  const received = { ...SETTLED, state: "received", received_at: 0 };
  const day = 86_400_000;
  assert.doesNotMatch(stateInWords(received, 14 * day), /only one copy/);
  assert.match(stateInWords(received, 14 * day + 1), /only one copy. Tell the office/);
  assert.equal(afterManifest(received, { epoch: "first", settledN: 6, have: {}, told: new Set() }), null);
});

test("what was seen of the server travels with items, and a receipt is part of it at once", async () => {
  const phone = await newPhone();
  await phone.send();
  const heads = ["head 1", "2:b:c", "3:d:e"];
  await fileSeveral(phone, 2, { size: 700_000 });
  phone.school.fault = (_url, items) => {
    const receipts = items.map(({ header: { id, type, digest } }, at) => ({ id, type, digest, n: 7 + at }));
    const [epoch, audit_head] = [phone.school.epoch, heads.shift()];
    return jsonAnswer({ epoch, settled_n: 0, have: {}, notices: [], audit_head, receipts });
  };
  await phone.send();
  const seen = phone.school.requests("envelopes").map(({ init }) => init.headers["Lanyard-Seen"]);
  // A header carries no blank inside its words: such a head is left at home rather than stopping what was filed.
  assert.deepEqual(seen, [undefined, "first-life 7 2:b:c"]);
});
