// What is about the headteacher goes onto the chain apart, sealed to the chair's key, and looks like any other item; nothing
// else is ever sealed to that key.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { newestKey } from "../../pwa/foundation/seal.js";
import { unsealed } from "../../pwa/foundation/unseal.js";
import { FORM, untouched } from "../../pwa/incidents/incident_rules.js";
import { recordOf } from "../../pwa/outbox/draft_rules.js";
import { sendDraft } from "../../pwa/outbox/draft_sending.js";
import { Drafts } from "../../pwa/outbox/drafts.js";
import { fileRecord } from "../../pwa/outbox/file_record.js";
import { outboxInWords, stateInWords } from "../../pwa/outbox/outbox_words.js";
import { setUp } from "../../pwa/phones/set_up.js";
import { fileBytes, newPhone } from "./phone.js";
import { jsonAnswer, readFrames } from "./school.js";

const PRIYA = { staff: "s1", how: "pin", typed_name: null, unlocked_by: null };
const ECDH = { name: "ECDH", namedCurve: "P-256" };
const HEAD = { category: "allegation", about: "headteacher", what_happened: "Shouted." };
const STAFF = { ...HEAD, about: "staff" };

async function pairs() {
  const [school, chair] = await Promise.all([1, 2].map(() => crypto.subtle.generateKey(ECDH, true, ["deriveBits"])));
  const key = async (kid, use, { publicKey }) => {
    return { kid, jwk: await crypto.subtle.exportKey("jwk", publicKey), use, not_after: null };
  };
  // The chair's is the first offered: whoever took the first would seal to it.
  return { school, chair, keys: [await key("c1", "chair", chair), await key("k1", "school", school)] };
}

async function phoneOf(keys) {
  const phone = await newPhone();
  const machine = { store: phone.store, clock: () => phone.time++, newId: randomUUID };
  const known = { phone: "p1", keys, offset: null };
  const draft = (fields, id = randomUUID()) => {
    const begun = { form: FORM, id, opened_at: 1, trip: "t1", actor: PRIYA, writer: null };
    return { ...begun, fields: { ...untouched(), ...fields } };
  };
  const files = fields => fileRecord(machine, known, recordOf(draft(fields), known));
  const [main, apart] = (await phone.store.chains()).sort((a, b) => a.apart - b.apart);
  return { phone, machine, known, draft, files, main: main.chain, apart: apart.chain };
}

test("about the headteacher it lies on the chain apart and opens with the chair's key alone", async () => {
  const { keys, school, chair } = await pairs();
  const { phone, files, apart } = await phoneOf(keys);
  const filed = await files(HEAD);
  const body = await phone.store.body(filed);
  assert.deepEqual([filed.chain, filed.kid], [apart, "c1"]);
  assert.equal((await unsealed(chair, filed, body)).body.about, "headteacher");
  assert.equal(await unsealed(school, filed, body), null);
});

test("any other report stays on the main chain and with the school's key, one about staff included", async () => {
  const { keys, school } = await pairs();
  const { phone, files, main } = await phoneOf(keys);
  for (const fields of [STAFF, { ...HEAD, about: null }, { ...HEAD, category: "injury" }, { category: "injury" }]) {
    const filed = await files(fields);
    assert.deepEqual([filed.chain, filed.kid], [main, "k1"]);
    assert.equal((await unsealed(school, filed, await phone.store.body(filed))).trip, "t1");
  }
});

test("on a phone that knows no key of the chair's it is kept all the same, on the chain apart", async () => {
  const { keys } = await pairs();
  const { files, apart } = await phoneOf(keys.filter(({ use }) => use === "school"));
  const filed = await files(HEAD);
  assert.deepEqual([filed.state, filed.chain, filed.kid], ["waiting", apart, "k1"]);
});

test("its number, state and words on this phone are those of any other, and no number comes twice", async () => {
  const { keys } = await pairs();
  const { phone, files } = await phoneOf(keys);
  const filed = [await files(STAFF), await files(HEAD), await files(STAFF), await files(HEAD), await files(STAFF)];
  assert.deepEqual(
    filed.map(({ seq, trip, type }) => [seq, trip, type]),
    [1, 2, 3, 4, 5].map(seq => [seq, "t1", "record"]),
  );
  assert.equal(new Set(filed.map(item => stateInWords(item, phone.time))).size, 1);
  assert.match(outboxInWords(await phone.items()), /^5 reports /);
});

test("the school is told of no trip on the chain apart, neither in the manifest nor with the item", async () => {
  const { keys } = await pairs();
  const { phone, files, main, apart } = await phoneOf(keys);
  await files(STAFF);
  await files(HEAD);
  await phone.send();
  const told = phone.school.manifests[0].chains.map(one => [
    one.chain,
    one.apart,
    one.next,
    one.pending.map(p => p.trip),
  ]);
  assert.deepEqual(told, [
    [main, false, 3, ["t1"]],
    [apart, true, 3, [null]],
  ]);
  const [batch] = phone.school.requests("/envelopes");
  assert.deepEqual(
    readFrames(batch.init.body).map(({ header }) => [header.chain, header.trip]),
    [
      [main, "t1"],
      [apart, null],
    ],
  );
  assert.deepEqual(
    (await phone.items()).map(({ state }) => state),
    ["received", "received"],
  );
});

test("sent unfinished it goes to the chair as well, and what was kept before somebody chose is kept no more", async () => {
  const { keys, chair } = await pairs();
  const { phone, machine, known, draft, apart } = await phoneOf(keys);
  const rows = new Map();
  const store = {
    keep: async kept => void rows.set(kept.id, kept),
    remove: async id => void rows.delete(id),
    all: async () => [...rows.values()],
  };
  const drafts = new Drafts({ store, machine, known: () => known, lock: { signerFor: () => null } });
  await drafts.keep(draft({ ...HEAD, about: null }, "d1"));
  assert.equal(rows.get("d1").school.kid, "k1");
  await drafts.keep(draft(HEAD, "d1"));
  const filed = await sendDraft(drafts, rows.get("d1"));
  assert.deepEqual([filed.type, filed.chain, filed.kid, rows.size], ["draft", apart, "c1", 0]);
  assert.equal((await unsealed(chair, filed, await phone.store.body(filed))).body.what_happened, "Shouted.");
});

test("after fresh numbering it goes on the fresh chain apart", async () => {
  const { keys } = await pairs();
  const { phone, files, apart } = await phoneOf(keys);
  await files(HEAD);
  await phone.store.renumber();
  const filed = await files(HEAD);
  const chains = await phone.store.chains();
  assert.notEqual(filed.chain, apart);
  assert.equal(chains.find(({ chain }) => chain === filed.chain).apart, true);
});

test("the key for everything else is the school's, whatever is offered first", async () => {
  const { keys } = await pairs();
  assert.equal(newestKey(keys).kid, "k1");
  assert.equal(newestKey(keys.slice(0, 1)), undefined);
  assert.equal(newestKey(keys, "chair").kid, "c1");
  const asked = [];
  const fetch = async (_url, { body }) => {
    asked.push(JSON.parse(body));
    return jsonAnswer({ phone: { id: "p", name: "Phone 3" }, keys, ready: asked.length > 1 }, 201);
  };
  const local = { read: async () => undefined, write: async () => undefined, forget: async () => undefined };
  await setUp({ fetch, local, newId: randomUUID }, "ABCD2345", []);
  assert.equal(asked.at(-1).canary.kid, "k1");
});

test("any other item is filed as before: no second row is written for it", async () => {
  const phone = await newPhone();
  const before = (await phone.store.chains()).find(chain => chain.apart);
  await fileBytes(phone);
  assert.deepEqual(
    (await phone.store.chains()).find(chain => chain.apart),
    before,
  );
});
