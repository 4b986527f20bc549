// A newer version comes in on a tap, and the page opens again under it once nothing that somebody writes is lost by that.
import assert from "node:assert/strict";
import { test } from "node:test";
import { letIn } from "../../pwa/shell/letting_in.js";

const turn = () => new Promise(setImmediate);

/** A page whose newer version waits, with one form. */
function pageWith(form, t) {
  t.mock.timers.enable({ apis: ["setInterval", "setTimeout"] });
  const page = { heard: [], opened: 0, held: 0, workers: new EventTarget() };
  Object.defineProperty(globalThis, "navigator", { value: { serviceWorker: page.workers }, configurable: true });
  globalThis.location = { reload: () => (page.opened += 1) };
  const worker = name => ({ postMessage: word => page.heard.push(`${name}: ${word}`) });
  letIn({ waiting: worker("new"), active: worker("old") }, form, () => (page.held += 1));
  page.isIn = () => {
    page.workers.dispatchEvent(new Event("controllerchange"));
    return turn();
  };
  page.later = () => {
    t.mock.timers.tick(1000);
    return turn();
  };
  return page;
}

const EMPTY = { isInUse: () => false, canReopen: () => true, keep: () => undefined };

test("a new version is asked for until the browser lets it in, and then the page opens again, once", async t => {
  const page = pageWith(EMPTY, t);
  assert.deepEqual(page.heard, ["old: stop", "new: activate"]);
  await page.later();
  assert.deepEqual(page.heard.slice(2), ["old: stop", "new: activate"]);
  await page.isIn();
  await page.isIn();
  await page.later();
  assert.deepEqual([page.opened, page.heard.length, page.held], [1, 4, 0]);
});

test("a report that is begun while the new version comes in is kept before the page opens again", async t => {
  let isKept = () => undefined;
  const keep = () => new Promise(done => (isKept = done));
  const page = pageWith({ isInUse: () => true, canReopen: () => true, keep }, t);
  await page.isIn();
  assert.equal(page.opened, 0, "it is still being kept");
  isKept();
  await turn();
  assert.equal(page.opened, 1);
});

test("one that could not be opened again holds the page until it is saved or put away", async t => {
  const form = { ...EMPTY, isWritten: true, isInUse: () => form.isWritten, canReopen: () => !form.isWritten };
  const page = pageWith(form, t);
  await page.isIn();
  await page.later();
  assert.deepEqual([page.opened, page.held, page.heard.length], [0, 1, 2]);
  form.isWritten = false;
  await page.later();
  await page.later();
  assert.equal(page.opened, 1);
});

test("where another tab has let it in already the page opens again just so", async t => {
  const page = pageWith({ ...EMPTY, canReopen: () => false }, t);
  letIn(null, EMPTY, assert.fail);
  await turn();
  assert.equal(page.opened, 1);
});
