// Who still has to sign the agreement: who has the phone open, where the school says so and this phone knows no better.
import assert from "node:assert/strict";
import { test } from "node:test";
import { mustSign } from "../../pwa/accounts/agreement_rules.js";

const card = {
  agreement: { version: 3 },
  people: [
    { staff: "priya", has_agreed: false },
    { staff: "tom", has_agreed: true },
  ],
};
const known = { unlocked: { staff: "priya" }, card, agreed: {} };

test("whoever has not signed the version in force is asked", () => {
  assert.equal(mustSign(known), true);
  assert.equal(mustSign({ ...known, unlocked: { staff: "tom" } }), false);
});

test("what was signed on this phone counts at once, and an older version does not", () => {
  assert.equal(mustSign({ ...known, agreed: { priya: 3 } }), false);
  assert.equal(mustSign({ ...known, agreed: { priya: 2 } }), true);
});

test("a locked phone, a school without an agreement and an older server ask nobody", () => {
  assert.equal(mustSign({ ...known, unlocked: null }), false);
  assert.equal(mustSign({ ...known, card: { ...card, agreement: null } }), false);
  assert.equal(mustSign({ ...known, card: { ...card, people: [{ staff: "priya" }] } }), false);
});
