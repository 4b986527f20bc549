import assert from "node:assert/strict";
import { test } from "node:test";
import { WorkerRegistration } from "../../pwa/shell/worker_registration.js";

const refuses = async () => {
  throw new DOMException("Background Sync is disabled.", "InvalidStateError");
};

function registrationWith(sync) {
  const registration = new WorkerRegistration({ updateReady: assert.fail, isCut: async () => false });
  registration.registration = { sync };
  return registration;
}

test("a browser that refuses Background Sync leaves no error for the page", async () => {
  await registrationWith({ getTags: refuses, register: refuses }).askToSend();
  await registrationWith({ getTags: async () => [], register: refuses }).askToSend();
  await registrationWith(undefined).askToSend();
});

test("the worker is asked to send where nobody has asked it yet", async () => {
  const asked = [];
  const sync = { getTags: async () => [...asked], register: async tag => asked.push(tag) };
  await registrationWith(sync).askToSend();
  await registrationWith(sync).askToSend();
  assert.deepEqual(asked, ["outbox"]);
});
