// Every call that filing and sending make fails in turn, once and for good until mended: what the form calls saved is
// on the phone, what it calls not saved is not, and mended, everything is at school exactly once.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { fileWithPhotos } from "../../pwa/outbox/file_photos.js";
import { fileRecord, NotSavedError } from "../../pwa/outbox/file_record.js";
import { Calls, FailingDatabase, failingFetch, LINE_FAULTS } from "./failing_calls.js";
import { newPhone } from "./phone.js";
import { School, sha256 } from "./school.js";

const HOW_LONG = { once: false, "for good": true };
const NOBODY = { staff: null, how: "none", typed_name: null, unlocked_by: null };
const PAIR = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
const JWK = await crypto.subtle.exportKey("jwk", PAIR.publicKey);
const KNOWN = { phone: null, keys: [{ kid: "k1", jwk: JWK, use: "school", not_after: null }], offset: null };

/** A phone whose calls are counted from the first; the school settles all that it has. */
async function newTrial() {
  const calls = new Calls();
  const school = new School();
  const phone = await newPhone({ database: new FailingDatabase(calls), school });
  phone.machine.newId = randomUUID;
  return { calls, school, phone, saved: [] };
}

const record = () => ({
  id: randomUUID(),
  kind: "incident.reported",
  v: 1,
  trip: null,
  body: { what_happened: "Grazed knee." },
  actor: NOBODY,
});

/** Files a report as the form does, and notes whether it was told that it is saved. */
async function files({ phone, saved }, finished = record()) {
  const outcome = await fileRecord(phone.machine, KNOWN, finished).catch(error => error);
  if (outcome instanceof Error) assert.ok(outcome instanceof NotSavedError, `not said as it should be: ${outcome}`);
  else saved.push(outcome);
  return outcome;
}

/** Keeps a picture with its record as the camera does, and notes whether it was told that both are saved. */
async function keepsPhoto({ phone, saved }, { finished, picture }) {
  const outcome = await fileWithPhotos(phone.machine, KNOWN, finished, [picture]).catch(error => error);
  if (outcome instanceof Error) assert.ok(outcome instanceof NotSavedError, `not said as it should be: ${outcome}`);
  else saved.push(...outcome);
  return outcome;
}

const photo = () => ({
  finished: { ...record(), kind: "photo.taken", body: {} },
  picture: { id: randomUUID(), bytes: crypto.getRandomValues(new Uint8Array(3000)) },
});

/** Sends, and lets go of what the phone's own storage threw: the page says so, and tries again. */
async function sends({ phone, school }) {
  school.settledN = school.stored.size;
  const failure = await phone.send(true).then(
    () => null,
    error => error,
  );
  if (failure) assert.ok(failure instanceof DOMException, `no fault of the storage: ${failure}`);
}

/** What is saved and not settled is on the phone, whole; what is settled is at school under the same digest. */
function nothingSavedIsLost({ phone, school, saved }) {
  const { envelope, body } = phone.database.rows;
  for (const { type, id, digest, chain, seq } of saved) {
    const key = `${type},${id}`;
    const kept = envelope.get(key);
    assert.deepEqual([kept?.digest, kept?.chain, kept?.seq], [digest, chain, seq]);
    if (kept.state !== "waiting")
      assert.ok(school.stored.has(`${type}|${id}|${digest}`), "called received, and is not");
    if (body.has(key)) assert.equal(sha256(new Uint8Array(body.get(key))), digest);
    else assert.equal(kept.state, "settled", "its bytes are gone before it was settled");
  }
  assert.equal(envelope.size, saved.length, "something is kept that nobody was told of");
}

function everythingArrivedOnce(trial) {
  nothingSavedIsLost(trial);
  const { phone, school, saved } = trial;
  const states = [...phone.database.rows.envelope.values()].map(({ state }) => state);
  assert.deepEqual(new Set(states), new Set(["settled"]));
  assert.equal(phone.database.rows.body.size, 0);
  const arrived = [...school.stored.values()].map(({ id, digest }) => [id, digest]).sort();
  assert.deepEqual(arrived, saved.map(({ id, digest }) => [id, digest]).sort());
  const numbers = saved.map(({ chain, seq }) => `${chain} ${seq}`);
  assert.equal(new Set(numbers).size, numbers.length, "a number was given twice");
}

/** Runs `attempt` with call 1, 2, 3 … failing until none is left to fail; answers how many there were. */
async function atEachCall(isForGood, attempt) {
  for (let n = 1; ; n++) {
    const trial = await newTrial();
    trial.calls.arm(n, isForGood);
    await attempt(trial);
    if (trial.calls.failed.length === 0) return n - 1;
  }
}

for (const [howLong, isForGood] of Object.entries(HOW_LONG)) {
  for (const name of ["QuotaExceededError", "UnknownError"]) {
    test(`each storage call of a filing fails ${howLong} with ${name}`, async () => {
      const count = await atEachCall(isForGood, async trial => {
        trial.phone.database.error = name;
        const first = record();
        const outcome = await files(trial, first);
        nothingSavedIsLost(trial);
        if (trial.calls.failed.length > 0) {
          assert.equal(outcome.reason, name === "QuotaExceededError" ? "full" : "broken");
        }
        trial.calls.mend();
        if (outcome instanceof Error) await files(trial, first);
        await sends(trial);
        await sends(trial);
        everythingArrivedOnce(trial);
      });
      // Opening, the item, the chains, the item's row, its bytes, the next number, the commit.
      assert.equal(count, 7);
    });

    test(`each storage call of keeping a photo fails ${howLong} with ${name}: never its record alone, never it alone`, async () => {
      const count = await atEachCall(isForGood, async trial => {
        trial.phone.database.error = name;
        const shot = photo();
        const outcome = await keepsPhoto(trial, shot);
        nothingSavedIsLost(trial);
        const types = [...trial.phone.database.rows.envelope.values()].map(({ type }) => type).sort();
        assert.deepEqual(types, outcome instanceof Error ? [] : ["blob", "record"]);
        trial.calls.mend();
        if (outcome instanceof Error) await keepsPhoto(trial, shot);
        await sends(trial);
        await sends(trial);
        everythingArrivedOnce(trial);
      });
      // Opening, two items looked for, the chains, two rows, two bodies, the next number, the commit.
      assert.equal(count, 10);
    });

    test(`each storage call of a sending fails ${howLong} with ${name}`, async () => {
      const count = await atEachCall(isForGood, async trial => {
        trial.calls.mend();
        trial.phone.database.error = name;
        for (let at = 0; at < 3; at++) await files(trial);
        trial.calls.armAgain();
        for (let turn = 0; turn < 2; turn++) {
          await sends(trial);
          nothingSavedIsLost(trial);
        }
        trial.calls.mend();
        for (let turn = 0; turn < 2; turn++) await sends(trial);
        everythingArrivedOnce(trial);
      });
      // At least: three readings for the manifest, the queue, three bodies, and the receipts' and the settling's commits.
      assert.ok(count >= 30, `only ${count}`);
    });
  }

  for (const [name, fault] of Object.entries(LINE_FAULTS)) {
    test(`each request of a sending fails ${howLong}: ${name}`, async () => {
      const count = await atEachCall(isForGood, async trial => {
        const { phone, school, calls } = trial;
        calls.mend();
        for (let at = 0; at < 3; at++) await files(trial);
        phone.database.calls = new Calls();
        phone.machine.fetch = failingFetch(school, calls, fault);
        calls.armAgain();
        for (let turn = 0; turn < 2; turn++) {
          await sends(trial);
          nothingSavedIsLost(trial);
        }
        calls.mend();
        for (let turn = 0; turn < 2; turn++) await sends(trial);
        everythingArrivedOnce(trial);
      });
      // A manifest and a batch, and the manifest that settles.
      assert.equal(count, 3);
    });
  }
}
