// A cookie lost to a kill soon after setting up comes back by itself, and is not asked for again and again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LostCookie } from "../../pwa/phones/lost_cookie.js";
import { jsonAnswer, problem } from "./school.js";

const UNKNOWN = { trouble: "set_up" };
const SPENT = { code: "ABCD2345", nonce: "n" };

function newCookie(answer, spent = SPENT) {
  const kept = new Map(spent ? [["set_up_spent", spent]] : []);
  const asked = [];
  const local = {
    read: async name => kept.get(name),
    write: async () => undefined,
    forget: async name => kept.delete(name),
  };
  const fetch = async (_url, init) => {
    asked.push(JSON.parse(init.body));
    return answer();
  };
  return { cookie: new LostCookie({ fetch, local }), asked, kept };
}

test("a phone the school does not know asks once with its own code and nonce", async () => {
  const { cookie, asked } = newCookie(() => jsonAnswer({ phone: {} }, 201));
  assert.equal(await cookie.isMended(UNKNOWN), true);
  assert.equal(await cookie.isMended(UNKNOWN), false);
  assert.deepEqual(asked, [SPENT]);
});

test("after a contact that went well, a cookie lost anew is asked for anew", async () => {
  const { cookie, asked } = newCookie(() => jsonAnswer({ phone: {} }, 201));
  for (const contact of [UNKNOWN, { trouble: null }, UNKNOWN]) await cookie.isMended(contact);
  assert.equal(asked.length, 2);
});

test("a code the school no longer takes is forgotten, and setting up is asked of a person", async () => {
  const { cookie, kept } = newCookie(() => problem(410, "enrolment.code_expired"));
  assert.equal(await cookie.isMended(UNKNOWN), false);
  assert.equal(kept.size, 0);
});

test("no other trouble, and no phone that was never set up, asks for a cookie", async () => {
  const { cookie, asked } = newCookie(() => jsonAnswer({}), null);
  for (const contact of [null, { trouble: "no_signal" }, UNKNOWN]) assert.equal(await cookie.isMended(contact), false);
  assert.equal(asked.length, 0);
});

test("what was asked before setting up leaves the cookie its chance after it", async () => {
  const { cookie, kept, asked } = newCookie(() => jsonAnswer({ phone: {} }, 201), null);
  assert.equal(await cookie.isMended(UNKNOWN), false);
  kept.set("set_up_spent", SPENT);
  assert.equal(await cookie.isMended(UNKNOWN), true);
  assert.equal(asked.length, 1);
});
