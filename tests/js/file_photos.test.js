// A photo and the record that names it: one transaction, one digest that both sides can count, and the same shot only once.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { fileWithPhotos } from "../../pwa/outbox/file_photos.js";
import { NotSavedError } from "../../pwa/outbox/file_record.js";
import { unframed } from "../../pwa/foundation/framing.js";
import { infoFor, suite } from "../../pwa/foundation/seal.js";
import { newPhone } from "./phone.js";
import { sha256 } from "./school.js";

const NOBODY = { staff: null, how: "none", typed_name: null, unlocked_by: null };

async function shooting() {
  const pair = await suite.GenerateKeyPair(true);
  const jwk = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const phone = await newPhone();
  const machine = { store: phone.store, clock: () => phone.time, newId: randomUUID };
  const known = { phone: null, keys: [{ kid: "k1", jwk, use: "school", not_after: null }], offset: null };
  const finished = { id: randomUUID(), kind: "photo.taken", v: 1, trip: "t", body: {}, actor: NOBODY };
  const picture = { id: randomUUID(), bytes: Uint8Array.from({ length: 4000 }, (_, at) => at % 251) };
  const opens = async ({ type, id }) => {
    const sealed = new Uint8Array(await phone.store.body({ type, id }));
    const plain = await suite.Open(pair, sealed.slice(0, 65), sealed.slice(65), { info: infoFor(type, id) });
    return unframed(new Uint8Array(plain));
  };
  return { phone, machine, known, finished, picture, opens };
}

test("the record names its photo by id, digest and size, and the photo opens to the very bytes", async () => {
  const { machine, known, finished, picture, opens } = await shooting();
  const [record, blob] = await fileWithPhotos(machine, known, finished, [picture]);
  assert.deepEqual(
    [record.type, record.seq, blob.type, blob.seq, blob.id, blob.trip],
    ["record", 1, "blob", 2, picture.id, "t"],
  );
  const plain = JSON.parse(new TextDecoder().decode(await opens(record)));
  assert.deepEqual(plain.photos, [{ id: picture.id, sha256: sha256(picture.bytes), size: picture.bytes.length }]);
  assert.deepEqual(await opens(blob), picture.bytes);
});

test("no byte of the photo lies on the phone in clear, and what lies there is no Blob", async () => {
  const { phone, machine, known, finished, picture } = await shooting();
  const [, blob] = await fileWithPhotos(machine, known, finished, [picture]);
  const body = await phone.store.body(blob);
  assert.ok(body instanceof ArrayBuffer);
  assert.equal(Buffer.from(body).includes(Buffer.from(picture.bytes.slice(0, 64))), false);
});

test("kept again after an answer that never came, it is one photo and one record", async () => {
  const { phone, machine, known, finished, picture } = await shooting();
  const first = await fileWithPhotos(machine, known, finished, [picture]);
  const again = await fileWithPhotos(machine, known, finished, [picture]);
  assert.deepEqual(again, first);
  assert.equal((await phone.items()).length, 2);
});

test("a photo too large for the school, or without a key, is said not to be saved, and leaves no record behind", async () => {
  const { phone, machine, known, finished, picture } = await shooting();
  const large = { ...picture, bytes: new Uint8Array(8 * 1024 * 1024 + 1) };
  const tooLong = await fileWithPhotos(machine, known, finished, [large]).catch(error => error);
  const noKey = await fileWithPhotos(machine, { ...known, keys: [] }, finished, [picture]).catch(error => error);
  assert.deepEqual(
    [tooLong, noKey].map(error => error instanceof NotSavedError && error.reason),
    ["too_long", "no_key"],
  );
  assert.deepEqual(await phone.items(), []);
});

test("photos are sent after their record, the smallest first, one at a time", async () => {
  const { phone, machine, known, finished, picture } = await shooting();
  const small = { id: randomUUID(), bytes: picture.bytes.slice(0, 900) };
  await fileWithPhotos(machine, known, finished, [picture, small]);
  await phone.send();
  const asked = phone.school.asked.map(({ url }) => url.split("/").slice(3).join("/"));
  assert.deepEqual(asked, ["manifest", "envelopes", `blobs/${small.id}`, `blobs/${picture.id}`]);
});
