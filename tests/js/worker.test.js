// Which requests the worker answers, and above all which it leaves alone.
import assert from "node:assert/strict";
import { test } from "node:test";

const HOME = "https://lanyard.example";
const shell = new Map();

Object.assign(globalThis, {
  self: { location: { origin: HOME } },
  PRECACHE: ["/app", "/app/start.json", "/static/build/app-1.js"],
  LATER: ["/static/build/part-2.js"],
  VERSION: "new",
});
globalThis.caches = {
  names: ["lanyard-shell-old", "lanyard-shell-new", "someone-else"],
  open: async () => ({
    match: async url => shell.get(url)?.clone(),
    put: async (url, response) => shell.set(url, response),
    addAll: async () => undefined,
  }),
  keys: async () => globalThis.caches.names,
  delete: async name => (globalThis.caches.names = globalThis.caches.names.filter(one => one !== name)),
};

const { answerFor } = await import("../../service_worker/answers.js");
const { removeOldShells } = await import("../../service_worker/precache.js");

const request = (path, more = {}) => ({ method: "GET", mode: "cors", url: `${HOME}${path}`, ...more });

test("no POST, nothing under /api and no other address is touched", () => {
  const untouched = [
    request("/app", { method: "POST", mode: "navigate" }),
    request("/api/outbox/manifest", { method: "POST" }),
    request("/api/kinds"),
    request("/office", { mode: "navigate" }),
    request("/apple", { mode: "navigate" }),
    request("/static/build/app-2.js"),
    { method: "GET", mode: "cors", url: "https://elsewhere.example/app" },
  ];
  for (const one of untouched)
    assert.equal(
      answerFor(one, () => undefined),
      null,
      one.url,
    );
});

test("opening the app is answered from the phone at once", async () => {
  shell.set("/app", new Response("the shell"));
  const answer = await answerFor(request("/app", { mode: "navigate" }), () => undefined);
  assert.equal(await answer.text(), "the shell");
});

test("the app's address with a slash at its end leads to the app, without a line as well", async t => {
  t.mock.method(globalThis, "fetch", async () => {
    throw new TypeError("no line");
  });
  const answer = await answerFor(request("/app/", { mode: "navigate" }), () => undefined);
  assert.deepEqual([answer.status, answer.headers.get("Location")], [302, `${HOME}/app`]);
});

async function startAfter(t, fresh) {
  shell.set("/app/start.json", new Response('{"old":true}'));
  t.mock.method(globalThis, "fetch", async () => fresh);
  const meanwhile = [];
  const answer = await answerFor(request("/app/start.json"), work => meanwhile.push(work));
  await Promise.all(meanwhile);
  return [await answer.text(), await shell.get("/app/start.json").clone().text()];
}

test("start.json comes from the phone and is freshened for next time", async t => {
  const fresh = new Response('{"old":false}', { headers: { "Content-Type": "application/json" } });
  assert.deepEqual(await startAfter(t, fresh), ['{"old":true}', '{"old":false}']);
});

test("a captive portal does not get into the shell", async t => {
  const portal = new Response("<h1>Wi-Fi</h1>", { headers: { "Content-Type": "text/html" } });
  assert.deepEqual(await startAfter(t, portal), ['{"old":true}', '{"old":true}']);
});

test("only shells of earlier versions are removed", async () => {
  await removeOldShells();
  assert.deepEqual(globalThis.caches.names, ["lanyard-shell-new", "someone-else"]);
});
