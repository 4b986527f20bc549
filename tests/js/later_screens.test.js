// Every screen that comes later is known by its name where the app starts, and made where the rest is; none is on one side alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LATER } from "../../pwa/shell/screens.js";

test("the names that the app starts with are the screens that come with the rest", async () => {
  globalThis.location ??= { origin: "http://localhost", hash: "" };
  const { MADE } = await import("../../pwa/shell/later_screens.js");
  assert.deepEqual([...LATER].sort(), Object.keys(MADE).sort());
});
