// Who has a phone in hand, and for how long it opens without the school: whatever is slow, and whoever is at it side by side.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ClaimStore } from "../../pwa/accounts/claim_store.js";
import { Opener } from "../../pwa/phones/opener.js";
import { PhoneLock } from "../../pwa/phones/phone_lock.js";

process.env.TZ = "Europe/London";

const HOUR = 3_600_000;
const TODAY = "2026-11-26";
const CASTLE = { id: "t1", title: "Castle visit", starts_on: TODAY, ends_on: TODAY, own: true };
const NOON = new Date(`${TODAY}T12:00`).getTime();

/** The `local` database in memory. */
function memory() {
  const rows = new Map();
  return {
    rows,
    read: async name => structuredClone(rows.get(name)),
    write: async (name, value) => void rows.set(name, structuredClone(value)),
    change: async (name, changed) => void rows.set(name, structuredClone(changed(rows.get(name)))),
    forget: async name => void rows.delete(name),
  };
}

class IDBRequest extends EventTarget {}
const types = ["IDBDatabase", "IDBTransaction", "IDBObjectStore", "IDBIndex", "IDBCursor"];
globalThis.navigator ??= {};
Object.assign(globalThis, { IDBRequest }, Object.fromEntries(types.map(name => [name, class {}])));

/** The database of the shares in memory; `deleting` is what its deletion waits for. `asked` hears what is asked of it. */
function sharesOf(store) {
  const rows = new Map();
  const shares = { rows, deleting: Promise.resolve(), asked: () => undefined };
  const db = {
    put: (_store, value, key) => {
      shares.asked("put");
      return shares.deleting.then(() => void rows.set(key, value));
    },
    getAllKeys: async () => [...rows.keys()],
    delete: async (_store, key) => void rows.delete(key),
  };
  store.connection.run = work => work(db);
  const deleteDatabase = () => {
    const request = new IDBRequest();
    shares.asked("deleted");
    shares.deleting.then(() => {
      rows.clear();
      request.dispatchEvent(new Event("success"));
    });
    return request;
  };
  globalThis.indexedDB = { deleteDatabase };
  return shares;
}

/** A phone on the trip, and what opens it. */
function newPhone() {
  const [local, clock] = [memory(), { now: NOON }];
  const none = async () => undefined;
  const phone = new PhoneLock({
    ...{ local, clock: () => clock.now, card: () => ({ trips: [CASTLE] }), learn: () => undefined },
    ...{ opened: none, over: none, locked: () => undefined },
  });
  return { phone, local, clock, shares: sharesOf(phone.store), opener: new Opener(phone) };
}

test("who runs late opens the phone without the school for the twelve hours more, and no longer", async () => {
  const { phone, clock, shares, opener } = newPhone();
  const { closes } = await phone.window();
  await opener.store.keepShare("u1", { share: "s", until: closes, wrong: 0 });
  clock.now = closes - HOUR;
  await opener.runLate("t1");
  clock.now = closes + 12 * HOUR - 1;
  await phone.lookAtTheClock();
  assert.deepEqual([...shares.rows.keys()], ["u1"]);
  clock.now += 1;
  await phone.lookAtTheClock();
  assert.deepEqual([...shares.rows.keys(), await phone.store.sharesUntil()], [0]);
});

test("running late, where no share is on the phone, notes no time for one", async () => {
  const { phone, opener } = newPhone();
  await opener.runLate("t1");
  assert.equal(await phone.store.sharesUntil(), 0);
});

test("who runs late in two tabs at once is late twice", async () => {
  const { phone, opener } = newPhone();
  await Promise.all([opener.store.runLate("t1"), opener.store.runLate("t1")]);
  assert.deepEqual(await phone.store.late(), { t1: 2 });
});

test("a PIN chosen between the school's answer and its reading stays; one of a clock far ahead goes", async () => {
  const { opener } = newPhone();
  const asked_at = Date.now() - 60_000;
  await opener.store.keepWraps({ staff: "s1", unlock: "just now", since: Date.now() });
  await opener.store.keepWraps({ staff: "s2", unlock: "tomorrow", since: Date.now() + 24 * HOUR });
  assert.deepEqual(await opener.store.keepOnly([], { asked_at, at: asked_at + 1 }), ["just now"]);
});

test("a share that comes while the last are being dropped has its time to go", async () => {
  const { phone, opener, shares } = newPhone();
  await opener.store.keepWraps({ staff: "s1", unlock: "gone", since: 0 });
  await opener.store.keepShare("gone", { share: "s", until: NOON + HOUR, wrong: 0 });
  let deleted = () => undefined;
  shares.deleting = new Promise(resolve => (deleted = resolve));
  const isAsked = what =>
    new Promise(resolve => {
      shares.asked = name => name === what && resolve();
    });
  let asked = isAsked("deleted");
  const dropping = opener.store.keepOnly([], { asked_at: Date.now() });
  await asked;
  assert.deepEqual(await phone.store.holders(), []);
  asked = isAsked("put");
  const keeping = opener.store.keepShare("new", { share: "s", until: NOON + HOUR, wrong: 0 });
  await asked;
  deleted();
  await Promise.all([dropping, keeping]);
  assert.deepEqual([[...shares.rows.keys()], await phone.store.sharesUntil()], [["new"], NOON + HOUR]);
});

test("what two tabs say of reports that are nobody's yet is all kept", async () => {
  const claims = new ClaimStore(memory());
  await Promise.all([claims.add("r1", 1, "report"), claims.add("r2", 2, "report")]);
  assert.equal((await claims.all()).length, 2);
  await Promise.all([claims.said("r1", "s1", true), claims.said("r2", "s1", false), claims.add("r3", 3, "report")]);
  const kept = (await claims.all()).map(({ id, asked }) => [id, asked.length]);
  assert.deepEqual(kept.sort(), [
    ["r2", 1],
    ["r3", 0],
  ]);
});
