// A phone that remembers nothing finds itself by its cookie, and believes nobody but the school.
import assert from "node:assert/strict";
import { test } from "node:test";
import { phoneByItsCookie } from "../../pwa/phones/forgotten.js";
import { jsonAnswer } from "./school.js";

const found = answer => phoneByItsCookie(async () => answer);

test("the school names the phone whose cookie it is", async () => {
  assert.deepEqual(await found(jsonAnswer({ phone: { id: "p", name: "Phone 3" } })), { id: "p", name: "Phone 3" });
});

test("a phone that the school does not know, no answer and another's answer name none", async () => {
  assert.equal(await found(jsonAnswer({ phone: null })), null);
  assert.equal(await found(jsonAnswer({})), null);
  assert.equal(
    await found(new Response("<title>Guest Wi-Fi</title>", { headers: { "Content-Type": "text/html" } })),
    null,
  );
  const nobody = async () => {
    throw new TypeError("Failed to fetch");
  };
  assert.equal(await phoneByItsCookie(nobody), null);
});
