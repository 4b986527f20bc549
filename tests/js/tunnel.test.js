// The demo's tunnel: it cuts every request while inside, and never a real school's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Tunnel } from "../../pwa/foundation/tunnel.js";

const DEMO = { school: { demo: true } };
const REAL = { school: { demo: false } };

function newTunnel(rows = {}, start = async () => null) {
  const kept = new Map(Object.entries(rows));
  const local = {
    read: async name => kept.get(name),
    write: async (name, value) => kept.set(name, value),
    forget: async name => kept.delete(name),
  };
  return { tunnel: new Tunnel(local, start), local };
}

test("inside, a request is dropped like a line; outside it goes", async () => {
  const { tunnel } = newTunnel({ card: DEMO });
  const fetch = tunnel.cuts(async url => `answer from ${url}`);
  assert.equal(await fetch("/a"), "answer from /a");
  await tunnel.turn(true);
  await assert.rejects(fetch("/a"), TypeError);
  await tunnel.turn(false);
  assert.equal(await fetch("/a"), "answer from /a");
});

test("a phone whose card says it is no demo ignores the switch it kept", async () => {
  assert.equal(await newTunnel({ tunnel: true, card: REAL }).tunnel.isInside(), false);
  assert.equal(await newTunnel({ tunnel: true, card: REAL }, async () => ({ demo: true })).tunnel.isInside(), false);
});

test("before there is a card, the phone's copy of the app says whether it is a demo", async () => {
  assert.equal(await newTunnel({ tunnel: true }, async () => ({ demo: true })).tunnel.isInside(), true);
  assert.equal(await newTunnel({ tunnel: true }, async () => ({ demo: false })).tunnel.isInside(), false);
  assert.equal(await newTunnel({ tunnel: true }).tunnel.isInside(), false);
});

test("a phone that cannot read its switch is not cut off", async () => {
  const { tunnel, local } = newTunnel({ tunnel: true, card: DEMO });
  local.read = async () => {
    throw new DOMException("", "UnknownError");
  };
  assert.equal(await tunnel.isInside(), false);
});
