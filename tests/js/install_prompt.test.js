// The browser's offer to install: kept, used once, and not made again after "Not now".
import assert from "node:assert/strict";
import { test } from "node:test";
import { Installing } from "../../pwa/phones/install_prompt.js";

function newPage(kept = new Map()) {
  const page = new EventTarget();
  const known = {};
  const local = { read: async name => kept.get(name), write: async (name, value) => kept.set(name, value) };
  const installing = new Installing(page, local, news => Object.assign(known, news));
  return { page, known, kept, installing };
}

function offer(outcome) {
  const event = new Event("beforeinstallprompt", { cancelable: true });
  event.asked = 0;
  event.prompt = async () => {
    event.asked++;
    return { outcome };
  };
  return event;
}

test("the browser's offer is kept back until somebody asks for it, and used once", async () => {
  const { page, known } = newPage();
  const event = offer("accepted");
  page.dispatchEvent(event);
  assert.equal(event.defaultPrevented, true);
  assert.equal(event.asked, 0);
  await known.installPrompt.ask();
  assert.equal(event.asked, 1);
  assert.equal(known.installPrompt, null);
  assert.equal(known.isInstallDeclined, undefined);
});

test("“Not now” is remembered on this phone, here or in the browser's own question", async () => {
  for (const decline of [({ installPrompt }) => installPrompt.decline(), ({ installPrompt }) => installPrompt.ask()]) {
    const { page, known, kept } = newPage();
    page.dispatchEvent(offer("dismissed"));
    await decline(known);
    assert.equal(known.isInstallDeclined, true);
    assert.deepEqual(await newPage(kept).installing.load(), { isInstallDeclined: true });
  }
});

test("once installed nothing is offered any more", () => {
  const { page, known } = newPage();
  page.dispatchEvent(offer("accepted"));
  page.dispatchEvent(new Event("appinstalled"));
  assert.deepEqual([known.installPrompt, known.isJustInstalled], [null, true]);
});
