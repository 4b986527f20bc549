// The camera's screen: nothing is filmed once somebody has left, and a photo is of whoever took it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CameraScreen } from "../../pwa/photos/camera_screen.js";
import { keepShot, takenBy } from "../../pwa/photos/photo_filing.js";
import { unframed } from "../../pwa/foundation/framing.js";
import { infoFor, suite } from "../../pwa/foundation/seal.js";
import { newPhone } from "./phone.js";

function page() {
  const filmed = { now: 0 };
  const track = { addEventListener: () => undefined, stop: () => (filmed.now -= 1) };
  const getUserMedia = async () => {
    filmed.now += 1;
    return { getTracks: () => [track] };
  };
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { mediaDevices: { getUserMedia } } });
  Object.assign(globalThis, {
    ...{ location: { hash: "#/photo/camera" }, addEventListener: () => undefined },
    document: { addEventListener: () => undefined, querySelector: () => null },
  });
  return filmed;
}

test("the camera stays off once somebody has left, though a photo is kept after that", async () => {
  const filmed = page();
  const screen = new CameraScreen({ knowledge: { known: () => ({}) }, repaint: () => undefined });
  screen.whyClosed = () => "";
  await screen.again(1);
  assert.equal(filmed.now, 1);
  screen.leave();
  globalThis.location.hash = "#/";
  await screen.again(1);
  assert.equal(filmed.now, 0);
});

/** Whoever has the phone open, with a key to sign with. */
async function hand(staff) {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  return { person: { staff }, open: { sign: pair.privateKey }, isBy: sig => verified(pair.publicKey, sig) };
}

/** @param {CryptoKey} key @param {{json: string, sig: string}} given */
const verified = (key, { json, sig }) =>
  crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, Buffer.from(sig, "base64url"), Buffer.from(json));

test("a photo is of whoever took it, signed with their key, whoever has the phone as it is kept", async () => {
  const [priya, tom] = await Promise.all(["priya", "tom"].map(hand));
  const school = await suite.GenerateKeyPair(true);
  const jwk = await crypto.subtle.exportKey("jwk", school.publicKey);
  const phone = await newPhone();
  const lock = { opened: priya };
  const actor = () => ({ staff: lock.opened.person.staff, how: "pin", typed_name: null, unlocked_by: null });
  const filed = [];
  const filing = {
    around: { machine: phone.machine, lock, actor, filed: one => filed.push(one) },
    known: () => ({ phone: null, keys: [{ kid: "k1", jwk, use: "school", not_after: null }], offset: null }),
  };
  const by = takenBy(filing);
  lock.opened = tom;
  const check = { trip: null, pupils: [], list_as_at: null, at: 1 };
  const picture = { bytes: new Uint8Array(10), width: 1, height: 1 };
  await keepShot(filing, { id: crypto.randomUUID(), record: crypto.randomUUID(), by, check, taken_at: 1, picture });
  const [record] = filed;
  const sealed = new Uint8Array(await phone.store.body(record));
  const bare = await suite.Open(school, sealed.slice(0, 65), sealed.slice(65), { info: infoFor("record", record.id) });
  const plain = new TextDecoder().decode(await unframed(new Uint8Array(bare)));
  const { actor: author, sig } = JSON.parse(plain);
  const json = plain.replace(/,"sig":"[^"]*"}$/, "}");
  assert.deepEqual([author.staff, await priya.isBy({ json, sig })], ["priya", true]);
});
