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

test("a new version is asked for until the browser lets it in, and then the page opens again, once", t => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const heard = [];
  const workers = new EventTarget();
  let opened = 0;
  Object.defineProperty(globalThis, "navigator", { value: { serviceWorker: workers }, configurable: true });
  globalThis.location = { reload: () => (opened += 1) };
  const worker = name => ({ postMessage: word => heard.push(`${name}: ${word}`) });
  const registration = registrationWith(undefined);
  registration.registration = { waiting: worker("new"), active: worker("old") };
  registration.activate();
  assert.deepEqual(heard, ["old: stop", "new: activate"]);
  t.mock.timers.tick(1000);
  assert.deepEqual(heard.slice(2), ["old: stop", "new: activate"]);
  workers.dispatchEvent(new Event("controllerchange"));
  workers.dispatchEvent(new Event("controllerchange"));
  assert.equal(opened, 1);
});
