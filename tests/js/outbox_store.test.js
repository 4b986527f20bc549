// What the outbox's store promises: numbers without gaps or doubles, and nothing filed is ever taken away.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AlreadyFiledError } from "../../pwa/outbox/filing_store.js";
import { OutboxStore } from "../../pwa/outbox/outbox_store.js";
import { MemoryDatabase } from "./memory_database.js";
import { fileBytes, fileSeveral, newChain, newPhone } from "./phone.js";

const numbers = items => items.map(({ seq }) => seq).sort((a, b) => a - b);
const upTo = last => Array.from({ length: last }, (_, at) => at + 1);

test("four tabs filing at once share no number and leave no gap", async () => {
  const database = new MemoryDatabase();
  const tabs = [];
  for (let tab = 0; tab < 4; tab++) tabs.push(await newPhone({ database }));
  await Promise.all(tabs.flatMap(tab => Array.from({ length: 15 }, () => fileBytes(tab))));
  assert.deepEqual(numbers(await tabs[0].items()), upTo(60));
});

test("the test above would see numbers given outside a transaction", async () => {
  const database = new MemoryDatabase({ isSerial: false });
  const tabs = [await newPhone({ database }), await newPhone({ database })];
  await Promise.all(tabs.map(tab => fileBytes(tab)));
  assert.notDeepEqual(numbers(await tabs[0].items()), upTo(2));
});

test("a phone has two chains from the start, also after many starts", async () => {
  const phone = await newPhone();
  await phone.store.prepare();
  await new OutboxStore(phone.database, newChain).prepare();
  assert.deepEqual((await phone.store.chains()).map(({ apart }) => apart).sort(), [false, true]);
});

test("filing the same bytes twice is one filing", async () => {
  const phone = await newPhone();
  const first = await fileBytes(phone, { id: "one", text: "same" });
  phone.time = first.filed_at;
  const again = await fileBytes(phone, { id: "one", text: "same" });
  assert.deepEqual([again.seq, (await phone.items()).length], [first.seq, 1]);
});

test("other bytes under a filed id are refused, and the filed ones stay", async () => {
  const phone = await newPhone();
  const first = await fileBytes(phone, { id: "one", text: "first" });
  await assert.rejects(fileBytes(phone, { id: "one", text: "other" }), AlreadyFiledError);
  const [kept] = await phone.items();
  assert.equal(kept.digest, first.digest);
});

test("a failed transaction leaves no trace and no used number", async () => {
  const phone = await newPhone();
  phone.database.failNext = new DOMException("", "QuotaExceededError");
  await assert.rejects(fileBytes(phone), { name: "QuotaExceededError" });
  assert.deepEqual(await phone.items(), []);
  assert.equal((await fileBytes(phone)).seq, 1);
});

test("settling takes bytes only from received items of this life up to the settled number", async () => {
  const phone = await newPhone();
  const items = await fileSeveral(phone, 3);
  await phone.store.note([
    { ...items[0], state: "received", n: 1, epoch: "a" },
    { ...items[1], state: "received", n: 2, epoch: "a" },
  ]);
  await phone.store.settle({ epoch: "a", settledN: 1, have: {}, told: new Set() });
  const kept = [...phone.database.rows.body.keys()].sort();
  assert.deepEqual(kept, [`record,${items[1].id}`, `record,${items[2].id}`].sort());
  assert.equal((await phone.items()).length, 3);
});

test("a number used twice leads to fresh chains, and the old ones stay announced while something waits", async () => {
  const phone = await newPhone();
  const item = await fileBytes(phone);
  phone.school.notices = ["renumber"];
  phone.school.fault = url => (url.endsWith("/envelopes") ? new TypeError("dropped") : undefined);
  await phone.send();
  await phone.send();
  const announced = phone.school.manifests[1].chains;
  assert.equal(announced.length, 3);
  assert.equal(announced.find(({ chain }) => chain === item.chain).pending.length, 1);
  assert.notEqual((await fileBytes(phone)).chain, item.chain);
});
