// Setting up: forgiving about how a code is typed, and safe when the answer is lost.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { setUp } from "../../pwa/phones/set_up.js";
import { codesOf } from "../../pwa/phones/set_up_codes.js";
import { jsonAnswer, problem } from "./school.js";

const DONE = { phone: { id: "p", name: "Phone 3" }, keys: [], ready: true };

async function newAttempt(...answers) {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const jwk = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const kept = new Map();
  const asked = [];
  const local = {
    read: async name => kept.get(name),
    write: async (name, value) => kept.set(name, value),
    forget: async name => kept.delete(name),
  };
  const fetch = async (_url, init) => {
    asked.push(JSON.parse(init.body));
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return {
    keys: [{ kid: "k1", jwk, use: "school", not_after: null }],
    machine: { fetch, local, newId: randomUUID },
    asked,
    kept,
  };
}

test("a lost answer is asked for again with the same code and nonce", async () => {
  const { machine, keys, asked, kept } = await newAttempt(new TypeError("dropped"), jsonAnswer(DONE, 201));
  const first = await setUp(machine, "ABCD2345", keys);
  assert.equal(first.refused.answered, false);
  const second = await setUp(machine, "ABCD2345", keys);
  assert.equal(second.done.phone.name, "Phone 3");
  assert.deepEqual([asked[0].code, asked[0].nonce], [asked[1].code, asked[1].nonce]);
  assert.equal(kept.has("set_up_attempt"), false);
});

test("another code has a nonce of its own", async () => {
  const { machine, keys, asked } = await newAttempt(problem(404, "enrolment.code_wrong"), jsonAnswer(DONE, 201));
  await setUp(machine, "ABCD2345", keys);
  await setUp(machine, "WXYZ2345", keys);
  assert.notEqual(asked[0].nonce, asked[1].nonce);
});

test("a phone that knows no key yet learns it and then proves that it seals", async () => {
  const { machine, keys, asked } = await newAttempt();
  const answers = [jsonAnswer({ ...DONE, keys, ready: false }, 201), jsonAnswer({ ...DONE, keys }, 201)];
  machine.fetch = async (_url, init) => asked.push(JSON.parse(init.body)) && answers.shift();
  const outcome = await setUp(machine, "ABCD2345", []);
  assert.equal(outcome.done.ready, true);
  assert.deepEqual([asked[0].canary, asked[1].canary.kid], [undefined, "k1"]);
});

test("JSON of another thing, as some Wi-Fi answers, sets nothing up and can be tried again", async () => {
  const another = () => jsonAnswer({ ok: true, keys: "none" });
  const { machine, keys, asked, kept } = await newAttempt(another(), jsonAnswer({ ...DONE, ready: false }), another());
  const first = await setUp(machine, "ABCD2345", keys);
  assert.equal(first.refused.status, 200);
  const second = await setUp(machine, "ABCD2345", keys);
  assert.equal(second.done.ready, false);
  assert.deepEqual([asked[0].nonce, kept.get("set_up_attempt").code], [asked[1].nonce, "ABCD2345"]);
});

test("a refused code is told apart from no signal", async () => {
  for (const code of ["enrolment.code_wrong", "enrolment.code_used", "enrolment.code_expired"]) {
    const { machine, keys } = await newAttempt(problem(409, code));
    assert.equal((await setUp(machine, "ABCD2345", keys)).refused.code, code);
  }
});

test("what was interrupted before the answer is known as unfinished, and goes on with the same nonce", async () => {
  const { machine, keys, asked } = await newAttempt(new TypeError("dropped"), jsonAnswer(DONE, 201));
  await setUp(machine, "ABCD2345", keys);
  assert.deepEqual(await codesOf(machine.local), { unfinishedCode: "ABCD2345", spentCode: null });
  await setUp(machine, "ABCD2345", keys);
  assert.equal(asked[0].nonce, asked[1].nonce);
  assert.deepEqual(await codesOf(machine.local), { unfinishedCode: null, spentCode: "ABCD2345" });
});

test("a phone set up whose test message was never opened stays unfinished, and costs no second code", async () => {
  const unopened = jsonAnswer({ ...DONE, ready: false }, 201);
  const { machine, asked } = await newAttempt(unopened, new TypeError("dropped"), jsonAnswer(DONE, 201));
  const { done } = await setUp(machine, "ABCD2345", []);
  assert.equal(done.ready, false);
  assert.deepEqual(await codesOf(machine.local), { unfinishedCode: "ABCD2345", spentCode: "ABCD2345" });
  await setUp(machine, "ABCD2345", []);
  assert.equal(new Set(asked.map(({ nonce }) => nonce)).size, 1);
  assert.equal((await codesOf(machine.local)).unfinishedCode, null);
});

test("a code this phone was set up with keeps its nonce for good", async () => {
  const { machine, keys, asked } = await newAttempt(jsonAnswer(DONE, 201), jsonAnswer(DONE, 201));
  for (let times = 0; times < 2; times++) await setUp(machine, "ABCD2345", keys);
  assert.equal(asked[0].nonce, asked[1].nonce);
});

test("a code the school refuses for good leaves nothing to go on with", async () => {
  for (const code of ["enrolment.code_wrong", "enrolment.code_used", "enrolment.code_expired"]) {
    const { machine, keys } = await newAttempt(problem(409, code));
    await setUp(machine, "ABCD2345", keys);
    assert.equal((await codesOf(machine.local)).unfinishedCode, null);
  }
});
