// What filing promises: the phone holds it, or says why not, and never anything in between.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { fileRecord, NotSavedError, plaintextOf } from "../../pwa/outbox/file_record.js";
import { newPhone } from "./phone.js";
import { sha256 } from "./school.js";

const NOBODY = { staff: null, how: "none", typed_name: null, unlocked_by: null };

async function filing() {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const jwk = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const phone = await newPhone();
  const machine = { store: phone.store, clock: () => phone.time, newId: randomUUID };
  const known = { phone: null, keys: [{ kid: "k1", jwk, use: "school", not_after: null }], offset: null };
  const record = {
    id: randomUUID(),
    kind: "incident.reported",
    v: 1,
    trip: null,
    body: { place: "keep" },
    actor: NOBODY,
  };
  return { phone, machine, known, record };
}

test("a filed record lies sealed in the outbox under its own digest", async () => {
  const { phone, machine, known, record } = await filing();
  const filed = await fileRecord(machine, known, record);
  const body = new Uint8Array(await phone.store.body(filed));
  assert.deepEqual([filed.state, filed.seq, filed.kid, filed.size], ["waiting", 1, "k1", body.length]);
  assert.equal(filed.digest, sha256(body));
  assert.equal(Buffer.from(body).includes("keep"), false);
});

test("the plaintext has the members of the wire format, but for the signature", () => {
  const offset = { seconds: -3, at: 1_000 };
  const record = { id: "i", kind: "k", v: 1, trip: "t", body: {}, actor: NOBODY };
  const plain = JSON.parse(plaintextOf({ phone: "p", offset }, record, 61_000));
  assert.deepEqual(Object.keys(plain), ["v", "id", "kind", "trip", "body", "photos", "actor", "clock", "app", "phone"]);
  assert.deepEqual(plain.actor, NOBODY);
  assert.deepEqual(
    { ...plain.clock, tz: "" },
    { wall: "1970-01-01T00:01:01.000Z", tz: "", server_offset: -3, offset_age: 60 },
  );
});

test("a half pair of surrogates in a text does not reach the seal", () => {
  const record = { id: "i", kind: "k", v: 1, trip: null, body: { place: "a\ud800" }, actor: NOBODY };
  assert.equal(JSON.parse(plaintextOf({ phone: null, offset: null }, record, 0)).body.place, "a\ufffd");
});

const BREAKS = {
  full: ({ phone }) => (phone.database.failNext = new DOMException("", "QuotaExceededError")),
  broken: ({ phone }) => (phone.database.failNext = new DOMException("", "InvalidStateError")),
  no_key: ({ known }) => (known.keys = []),
  too_long: ({ record }) => (record.body.place = "a".repeat(256_001)),
};

for (const [reason, breakIt] of Object.entries(BREAKS)) {
  test(`a record that cannot be kept is said to be NOT saved: ${reason}`, async () => {
    const all = await filing();
    breakIt(all);
    const failed = await fileRecord(all.machine, all.known, all.record).catch(error => error);
    assert.ok(failed instanceof NotSavedError);
    assert.equal(failed.reason, reason);
    assert.deepEqual(await all.phone.items(), []);
  });
}

test("one draft filed from two tabs becomes two records, and neither text is lost", async () => {
  const { phone, machine, known, record } = await filing();
  await fileRecord(machine, known, record);
  const second = await fileRecord(machine, known, { ...record, body: { place: "another text" } });
  assert.notEqual(second.id, record.id);
  assert.deepEqual((await phone.items()).map(({ seq }) => seq).sort(), [1, 2]);
});
