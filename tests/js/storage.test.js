// What the phone's storage promises: "saved" after `complete` only, strictly, and a broken connection reopened once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Connection } from "../../pwa/foundation/connection.js";
import { OutboxDatabase } from "../../pwa/outbox/outbox_database.js";
import { held } from "./held.js";

const broken = () => new DOMException("The connection was closed", "InvalidStateError");

/** A connection whose databases are numbered, so that a reopening can be seen. */
function connectionTo(databases) {
  const connection = new Connection("outbox", 1, () => undefined);
  connection.closed = [];
  connection.opened = async () => {
    const number = databases.opened++;
    return { number, close: () => connection.closed.push(number), objectStoreNames: ["meta"] };
  };
  return connection;
}

test("a broken connection is closed, opened again, and the work done there", async () => {
  const connection = connectionTo({ opened: 0 });
  const done = await connection.run(async db => {
    if (db.number === 0) throw broken();
    return db.number;
  });
  assert.deepEqual([done, connection.closed], [1, [0]]);
});

test("a connection broken for good is said, after one more try", async () => {
  const databases = { opened: 0 };
  const work = async () => {
    throw broken();
  };
  await assert.rejects(connectionTo(databases).run(work), { name: "InvalidStateError" });
  assert.equal(databases.opened, 2);
});

/** The limits set from now on, each to be passed by hand: {ms, pass}. */
function limitsOf(t) {
  const limits = [];
  t.mock.method(AbortSignal, "timeout", ms => {
    const passing = new AbortController();
    limits.push({ ms, pass: () => passing.abort() });
    return passing.signal;
  });
  return limits;
}

test("work that gets no answer is given up, told so, and tried once more", async t => {
  const limits = limitsOf(t);
  const given = [];
  const running = connectionTo({ opened: 0 }).run((db, givenUp) => {
    given.push(givenUp);
    if (db.number === 0) return new Promise(() => undefined);
    return Promise.resolve("answered");
  });
  await new Promise(setImmediate);
  limits.find(({ ms }) => ms === 5000)?.pass();
  assert.equal(await running, "answered");
  assert.deepEqual(
    given.map(({ aborted }) => aborted),
    [true, false],
  );
});

test("a full phone is not tried again", async () => {
  const databases = { opened: 0 };
  const work = async () => {
    throw new DOMException("", "QuotaExceededError");
  };
  await assert.rejects(connectionTo(databases).run(work), { name: "QuotaExceededError" });
  assert.equal(databases.opened, 1);
});

test("a database that would not open is asked for anew next time", async () => {
  const connection = connectionTo({ opened: 0 });
  const open = connection.opened;
  connection.opened = async () => {
    throw new DOMException("", "DataError");
  };
  await assert.rejects(
    connection.run(async db => db.number),
    { name: "DataError" },
  );
  connection.opened = open;
  assert.equal(await connection.run(async db => db.number), 0);
});

test("an open that never answers does not look like saving for ever", async t => {
  const limits = limitsOf(t);
  const connection = connectionTo({ opened: 0 });
  connection.opened = () => new Promise(() => undefined);
  const opening = connection.open();
  limits.find(({ ms }) => ms === 8000)?.pass();
  await assert.rejects(opening, { name: "TimeoutError" });
});

test("a database that opens too late is closed, and the one opened since is not forgotten for it", async t => {
  const limits = limitsOf(t);
  const connection = connectionTo({ opened: 0 });
  const { opened } = connection;
  const late = held();
  connection.opened = () => late.promise;
  const first = connection.open();
  limits.find(({ ms }) => ms === 8000)?.pass();
  await assert.rejects(first, { name: "TimeoutError" });
  connection.opened = opened;
  const db = await connection.open();
  late.resolve({ number: "late", close: () => connection.closed.push("late") });
  await new Promise(setImmediate);
  assert.deepEqual([connection.closed, await connection.open()], [["late"], db]);
});

test("one that fails too late does not have the one opened since forgotten", async t => {
  const limits = limitsOf(t);
  const connection = connectionTo({ opened: 0 });
  const { opened } = connection;
  const late = held();
  connection.opened = () => late.promise;
  const first = connection.open().catch(() => undefined);
  connection.opening = null;
  connection.opened = opened;
  const db = await connection.open();
  late.reject(new DOMException("", "AbortError"));
  await first;
  assert.deepEqual([limits.length, await connection.open()], [2, db]);
});

test("a database that another tab drops is closed at once, and opened again for whoever works here next", async () => {
  class IDBRequest extends EventTarget {}
  class IDBDatabase extends EventTarget {
    close = () => this.closed.push(this);
  }
  const types = Object.fromEntries(
    ["IDBTransaction", "IDBObjectStore", "IDBIndex", "IDBCursor"].map(name => [name, class {}]),
  );
  Object.assign(globalThis, { IDBRequest, IDBDatabase, ...types });
  const [dbs, closed] = [[], []];
  const open = () => {
    const db = Object.assign(new IDBDatabase(), { closed });
    dbs.push(db);
    const request = Object.assign(new IDBRequest(), { result: db });
    setImmediate(() => request.dispatchEvent(new Event("success")));
    return request;
  };
  const connection = new Connection(
    "unlock",
    1,
    () => undefined,
    async () => ({ open }),
  );
  await connection.run(async () => undefined);
  dbs[0].dispatchEvent(new Event("versionchange"));
  assert.deepEqual(closed, [dbs[0]]);
  const work = async () => {
    if (dbs.length === 1) throw broken();
    return "done";
  };
  assert.equal(await connection.run(work), "done");
});

/** An outbox database over one transaction that the test ends by hand. */
function openTransaction() {
  const asked = {};
  const tx = { objectStore: name => name, error: null, aborted: false };
  tx.done = new Promise((complete, fail) => Object.assign(asked, { complete, fail }));
  tx.abort = () => {
    tx.aborted = true;
    asked.fail(new DOMException("", "AbortError"));
  };
  const database = new OutboxDatabase();
  const transaction = (...details) => {
    asked.details = details;
    return tx;
  };
  const givingUp = new AbortController();
  database.connection.run = work => work({ transaction }, givingUp.signal);
  return { asked, tx, database, givingUp };
}

test("nothing is said to be saved before the transaction is complete", async () => {
  const { asked, database } = openTransaction();
  let isSaved = false;
  const saving = database.write(async () => "written").then(() => (isSaved = true));
  await new Promise(setImmediate);
  assert.equal(isSaved, false);
  asked.complete();
  await saving;
  assert.deepEqual(asked.details.slice(1), ["readwrite", { durability: "strict" }]);
});

test("an abort after every write went well is a failure, with its reason", async () => {
  const { asked, tx, database } = openTransaction();
  const saving = database.write(async () => "written");
  tx.error = new DOMException("", "QuotaExceededError");
  asked.fail(tx.error);
  await assert.rejects(saving, { name: "QuotaExceededError" });
});

test("an abort without any reason is a failure too", async () => {
  const { asked, database } = openTransaction();
  const saving = database.write(async () => "written");
  asked.fail(null);
  await assert.rejects(saving, { name: "AbortError" });
});

test("work that fails takes its transaction back", async () => {
  const { tx, database } = openTransaction();
  const work = async () => {
    throw new RangeError("not today");
  };
  await assert.rejects(database.write(work), RangeError);
  assert.equal(tx.aborted, true);
});

test("a write that nobody waits for any more is taken back", async () => {
  const { tx, database, givingUp } = openTransaction();
  const saving = database.write(async () => "written");
  givingUp.abort();
  await assert.rejects(saving, { name: "AbortError" });
  assert.equal(tx.aborted, true);
});
