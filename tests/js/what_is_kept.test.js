// What this phone reads again when another tab, or the worker, has changed something.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WhatIsKept } from "../../pwa/shell/what_is_kept.js";

const at = (incident, began_at, ...times) => ({
  ...{ incident, trip: "t", began_at },
  steps: times.map(time => ({ id: `${incident}-${time}`, step: "called_999", at: time })),
});

/** What is shown of an emergency once the news came, where `read` is what the phone keeps. */
async function shownAfterNews(shown, read) {
  const parts = { emergency: shown, isOwnPhone: false };
  const none = async () => [];
  const stores = {
    outbox: { all: none },
    drafts: { all: none },
    phones: { load: async () => ({ keys: null, card: null, ownPhone: null, phone: null }) },
    authors: { load: async () => null },
    tunnel: { isInside: async () => false },
    local: { read: async name => (name === "emergency" ? read : undefined) },
  };
  const knowledge = { learn: news => Object.assign(parts, news), known: () => parts };
  await new WhatIsKept(stores, knowledge).heardNews();
  return parts.emergency;
}

test("an emergency whose taps this phone could not keep stays as it runs when other news comes", async () => {
  const running = at("e2", 100, 100, 200);
  assert.equal(await shownAfterNews(running, undefined), running, "nothing was kept");
  assert.equal(await shownAfterNews(running, at("e2", 100, 100)), running, "the last tap was not kept");
  assert.equal(await shownAfterNews(running, at("e1", 1, 1, 50)), running, "an earlier one is kept still");
});

test("what another tab did in an emergency is shown", async () => {
  const more = at("e2", 100, 100, 200, 300);
  const next = at("e3", 400, 400);
  assert.equal(await shownAfterNews(at("e2", 100, 100), more), more);
  assert.equal(await shownAfterNews(more, next), next);
  // Another phone's, joined: it began before.
  const joined = at("e4", 50, 500);
  assert.equal(await shownAfterNews(next, joined), joined);
  assert.equal(await shownAfterNews(null, more), more);
  assert.equal(await shownAfterNews(null, undefined), null);
});
