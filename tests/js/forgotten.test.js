// A phone that remembers nothing finds itself, or who is signed in on it, by its cookie, and believes nobody but the school.
import assert from "node:assert/strict";
import { test } from "node:test";
import { byTheCookie } from "../../pwa/phones/forgotten.js";
import { jsonAnswer } from "./school.js";

const NOBODY = { phone: null, staff: null };
const found = answer => byTheCookie(async () => answer);

test("the school names the phone whose cookie it is, or who is signed in on their own", async () => {
  const phone = { id: "p", name: "Phone 3" };
  assert.deepEqual(await found(jsonAnswer({ phone, staff: null })), { phone, staff: null });
  const staff = { id: "s", name: "Priya Shah" };
  assert.deepEqual(await found(jsonAnswer({ phone: null, staff })), { phone: null, staff });
});

test("a phone that the school does not know, no answer and another's answer name none", async () => {
  assert.deepEqual(await found(jsonAnswer(NOBODY)), NOBODY);
  assert.deepEqual(await found(jsonAnswer({})), NOBODY);
  assert.deepEqual(await found(jsonAnswer({ phone: { id: "p" } }, 500)), NOBODY);
  const portal = new Response("<title>Guest Wi-Fi</title>", { headers: { "Content-Type": "text/html" } });
  assert.deepEqual(await found(portal), NOBODY);
  const nobody = async () => {
    throw new TypeError("Failed to fetch");
  };
  assert.deepEqual(await byTheCookie(nobody), NOBODY);
});
