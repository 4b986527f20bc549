// What a contact leaves on this phone, the same whether a page or the worker made it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Hearing } from "../../pwa/phones/hearing.js";
import { jsonAnswer } from "./school.js";

const AT = 1_800_000_000_000;
const SAID = {
  server_time: new Date(AT + 5000).toISOString(),
  keys: [{ kid: "new" }],
  card: { phone: { id: "p", name: "Phone 3" }, school: { name: "Wrenfield" } },
  notices: [],
};
const contact = (more = {}) => ({
  asked_at: AT - 1000,
  said_at: AT,
  at: AT + 600_000,
  trouble: null,
  said: SAID,
  retry_after_seconds: null,
  ...more,
});
const UNKNOWN = contact({ trouble: "set_up", said: null });

function newHearing(rows = {}) {
  const kept = new Map(Object.entries(rows));
  const local = {
    read: async name => kept.get(name),
    write: async (name, value) => kept.set(name, value),
    writeAll: async values => {
      for (const [name, value] of Object.entries(values)) kept.set(name, value);
    },
    forget: async name => kept.delete(name),
  };
  return { hearing: new Hearing({ fetch: async () => jsonAnswer({ phone: {} }, 201), local }), kept, local };
}

test("card, keys, name and clock are kept", async () => {
  const { hearing, kept } = newHearing();
  await hearing.hear(contact());
  assert.deepEqual(kept.get("card"), SAID.card);
  assert.deepEqual(kept.get("phone"), SAID.card.phone);
  assert.deepEqual(kept.get("keys"), SAID.keys);
  assert.deepEqual(kept.get("offset"), { seconds: 5, at: AT });
});

test("a sign-in that has ended is forgotten; what else the school said is kept", async () => {
  const { hearing, kept } = newHearing({ author: { id: "a", name: "Priya" } });
  const { news } = await hearing.hear(contact({ said: { ...SAID, notices: ["sign_in.ended"] } }));
  assert.equal(news.author, null);
  assert.deepEqual([kept.has("author"), kept.get("keys")], [false, SAID.keys]);
});

test("whoever signs in while a long contact is under way is not forgotten for the one before", async () => {
  const asked_at = Date.now() - 60_000;
  const ended = contact({ asked_at, said: { ...SAID, notices: ["sign_in.ended"] } });
  const since = { before: asked_at - 1, after: asked_at + 1, "by a wrong clock": Date.now() + 3_600_000 };
  const stays = {};
  for (const [when, at] of Object.entries(since)) {
    const { hearing, kept } = newHearing({ author: { id: "b", name: "Tom", since: at } });
    const { news } = await hearing.hear(ended);
    stays[when] = [kept.has("author"), news.author !== null];
  }
  assert.deepEqual(stays, { before: [false, false], after: [true, true], "by a wrong clock": [false, false] });
});

test("a phone the school no longer knows stays so until it is known again", async () => {
  const { hearing, kept } = newHearing({ phone: { id: "p" } });
  assert.deepEqual((await hearing.hear(UNKNOWN)).news, { needsSetUp: true });
  await hearing.hear(contact({ trouble: "no_signal", said: null }));
  assert.equal(kept.get("needsSetUp"), true);
  await hearing.hear(contact());
  assert.equal(kept.get("needsSetUp"), false);
});

test("a phone set up while a long contact is under way is not told to set up again for what it was before", async () => {
  const asked_at = Date.now() - 60_000;
  const answers = [
    contact({ asked_at, trouble: "set_up", said: null }),
    contact({ asked_at, said: { ...SAID, card: { phone: null } } }),
  ];
  const needs = {};
  const times = { before: asked_at - 1, after: asked_at + 1, "by a wrong clock": Date.now() + 3_600_000 };
  for (const [when, setUpAt] of Object.entries(times)) {
    const heard = answers.map(answer => newHearing({ phone: { id: "p" }, setUpAt }).hearing.hear(answer));
    needs[when] = (await Promise.all(heard)).map(({ news }) => news.needsSetUp ?? false);
  }
  assert.deepEqual(needs, { before: [true, true], after: [false, false], "by a wrong clock": [true, true] });
});

test("a phone never set up does not need setting up again", async () => {
  const { hearing } = newHearing();
  assert.deepEqual((await hearing.hear(UNKNOWN)).news, {});
});

test("a cookie given and not kept is told from one that is only lost", async () => {
  const { hearing } = newHearing({ phone: { id: "p" }, set_up_spent: { code: "ABCD2345", nonce: "n" } });
  const heard = [await hearing.hear(UNKNOWN), await hearing.hear(UNKNOWN), await hearing.hear(contact())];
  assert.deepEqual(
    heard.map(({ isMended, dropsCookies }) => [isMended, dropsCookies]),
    [
      [true, false],
      [false, true],
      [false, false],
    ],
  );
});

test("storage that refuses the news is told, and the news all the same", async () => {
  const { hearing, local } = newHearing();
  const full = new DOMException("", "QuotaExceededError");
  local.writeAll = async () => {
    throw full;
  };
  const { news, failure } = await hearing.hear(contact());
  assert.equal(failure, full);
  assert.deepEqual(news.card, SAID.card);
});
