// What sending promises: nothing filed is lost or sent in vain, and nothing holds up anything else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileBytes, fileSeveral, newPhone } from "./phone.js";
import { held } from "./held.js";
import { jsonAnswer, portal, problem } from "./school.js";

const states = async phone => (await phone.items()).map(item => item.state);
const bodies = phone => phone.database.rows.body.size;

test("the manifest comes first and names what waits, before any body", async () => {
  const phone = await newPhone();
  const item = await fileBytes(phone);
  await phone.send();
  assert.deepEqual(
    phone.school.asked.map(({ url }) => url),
    ["/api/outbox/manifest", "/api/outbox/envelopes"],
  );
  const [main, apart] = phone.school.manifests[0].chains;
  const { id, seq, trip, digest, size, type } = item;
  assert.deepEqual(main, {
    chain: item.chain,
    next: 2,
    apart: false,
    pending: [{ id, seq, trip, digest, size, type }],
  });
  assert.deepEqual([apart.apart, apart.next, apart.pending], [true, 1, []]);
});

test("a manifest goes out with nothing pending too, and says what it saw of the server", async () => {
  const phone = await newPhone();
  await phone.send();
  await phone.send();
  assert.equal(phone.school.manifests[0].seen, null);
  assert.deepEqual(phone.school.manifests[1].seen, { epoch: "first-life", n: 0, audit_head: "first-life 0" });
});

test("a received item keeps its bytes until the school has settled it", async () => {
  const phone = await newPhone();
  await fileBytes(phone);
  await phone.send();
  assert.deepEqual([await states(phone), bodies(phone)], [["received"], 1]);
  phone.school.settledN = 1;
  await phone.send();
  assert.deepEqual([await states(phone), bodies(phone)], [["settled"], 0]);
});

test("another life of the server settles nothing and is offered everything again", async () => {
  const phone = await newPhone();
  const item = await fileBytes(phone);
  await phone.send();
  Object.assign(phone.school, { epoch: "second-life", settledN: 99, stored: new Map() });
  await phone.send();
  assert.equal(bodies(phone), 1);
  assert.deepEqual(
    [...phone.school.stored.values()].map(({ id }) => id),
    [item.id],
  );
});

const REFUSALS = [400, 401, 403, 404, 409, 410, 413, 415, 422, 429, 500, 502, 503, 504];
for (const status of REFUSALS) {
  test(`an item outlives ${status} and arrives once that is over`, async () => {
    const phone = await newPhone();
    await fileBytes(phone);
    phone.school.fault = () => problem(status, "server.failed");
    for (let round = 0; round < 50; round++) await phone.send(true);
    assert.deepEqual([await states(phone), bodies(phone)], [["waiting"], 1]);
    phone.school.fault = () => undefined;
    await phone.send(true);
    assert.deepEqual(await states(phone), ["received"]);
  });
}

const NOT_RECEIPTS = {
  "a captive portal": () => portal(),
  "a redirect": () => new TypeError("redirected"),
  "JSON that is no receipt": () => jsonAnswer({ ok: true }),
  "a receipt with another digest": (_url, items) => receipts(items, { digest: "0".repeat(64) }),
  "a receipt without a number": (_url, items) => receipts(items, { n: null }),
  "a receipt of another type": (_url, items) => receipts(items, { type: "blob" }),
  "an answer without the item": () => jsonAnswer({ epoch: "first-life", receipts: [] }),
  "right receipts that do not call themselves JSON": (_url, items) =>
    new Response(receipts(items, {}).body, { headers: { "Content-Type": "text/html" } }),
};

function receipts(items, part) {
  const all = items.map(({ header }, at) => ({
    id: header.id,
    type: header.type,
    digest: header.digest,
    n: at + 1,
    ...part,
  }));
  return jsonAnswer({ epoch: "first-life", receipts: all });
}

for (const [name, answer] of Object.entries(NOT_RECEIPTS)) {
  test(`${name} is not taken for a receipt`, async () => {
    const phone = await newPhone();
    await fileBytes(phone);
    phone.school.fault = (url, items) => (url.endsWith("/envelopes") ? answer(url, items) : undefined);
    await phone.send();
    const [item] = await phone.items();
    assert.deepEqual([item.state, bodies(phone)], ["waiting", 1]);
    assert.notEqual(item.last_error, null);
  });
}

test("an answer redirected to a page that looks right is not believed", async () => {
  const phone = await newPhone();
  await fileBytes(phone);
  phone.school.fault = (url, items) =>
    url.endsWith("/envelopes") ? Object.defineProperty(receipts(items, {}), "redirected", { value: true }) : undefined;
  await phone.send();
  assert.deepEqual(await states(phone), ["waiting"]);
  assert.ok(phone.school.asked.every(({ init }) => init.redirect === "error" && init.headers["Lanyard-Client"]));
});

test("a poisoned item goes aside and holds up none of the others", async () => {
  const phone = await newPhone();
  const items = await fileSeveral(phone, 5);
  const poison = items[1].id;
  phone.school.fault = (_url, sent) =>
    sent.some(({ header }) => header.id === poison) ? problem(500, "server.failed") : undefined;
  await phone.send();
  const waiting = (await phone.items()).filter(({ state }) => state === "waiting");
  assert.deepEqual(
    waiting.map(({ id }) => id),
    [poison],
  );
  assert.ok(waiting[0].next_try_at > phone.time);
});

test("a set-aside item is left out until its turn, and Send now takes it at once", async () => {
  const phone = await newPhone();
  await fileBytes(phone);
  phone.school.fault = url => (url.endsWith("/envelopes") ? problem(413, "request.too_large") : undefined);
  await phone.send();
  const tried = phone.school.requests("envelopes").length;
  await phone.send();
  assert.equal(phone.school.requests("envelopes").length, tried);
  await phone.send(true);
  assert.equal(phone.school.requests("envelopes").length, tried + 1);
});

test("413 halves the batch until it passes", async () => {
  const phone = await newPhone();
  await fileSeveral(phone, 16);
  phone.school.fault = (_url, items) => (items.length > 3 ? problem(413, "request.too_large") : undefined);
  await phone.send();
  assert.ok((await states(phone)).every(state => state === "received"));
});

test("a lost answer leads to the same bytes again and one record at school", async () => {
  const phone = await newPhone();
  await fileBytes(phone);
  let isFirst = true;
  phone.school.fault = (url, items) => {
    if (!isFirst || !url.endsWith("/envelopes")) return undefined;
    isFirst = false;
    for (const item of items) phone.school.keep(item);
    return new TypeError("the line dropped");
  };
  await phone.send();
  await phone.send(true);
  assert.deepEqual([await states(phone), phone.school.stored.size], [["received"], 1]);
});

test("one body that cannot be read does not stop the others, and says so", async () => {
  const phone = await newPhone();
  const [first] = await fileSeveral(phone, 3);
  const read = phone.store.body.bind(phone.store);
  phone.store.body = async item => {
    if (item.id === first.id) throw new DOMException("damaged", "DataError");
    return read(item);
  };
  await phone.send();
  const items = await phone.items();
  assert.deepEqual(items.filter(({ state }) => state === "received").length, 2);
  assert.equal(items.find(({ id }) => id === first.id).last_error, "unreadable");
});

test("damage on the way is said of the one item and sent again", async () => {
  const phone = await newPhone();
  const [first] = await fileSeveral(phone, 2);
  phone.school.fault = (url, items) => {
    if (!url.endsWith("/envelopes")) return undefined;
    const answers = items.map(item =>
      item.header.id === first.id ? { id: first.id, code: "intake.damaged" } : phone.school.keep(item),
    );
    return jsonAnswer({ epoch: "first-life", receipts: answers });
  };
  await phone.send();
  const reasons = (await phone.items()).map(({ state, last_error }) => [state, last_error]).sort();
  assert.deepEqual(reasons, [
    ["received", null],
    ["waiting", "damaged"],
  ]);
});

test("a broken manifest does not hold what was filed, if the server names its own problem", async () => {
  const phone = await newPhone();
  await fileBytes(phone);
  phone.school.fault = url => (url.endsWith("/manifest") ? problem(500, "server.failed") : undefined);
  const contact = await phone.send();
  assert.deepEqual([await states(phone), contact.trouble], [["received"], "server_trouble"]);
});

test("no signal stops after the one question", async () => {
  const phone = await newPhone();
  await fileSeveral(phone, 3);
  phone.school.fault = () => new TypeError("Failed to fetch");
  const contact = await phone.send();
  assert.deepEqual([phone.school.asked.length, contact.trouble], [1, "no_signal"]);
});

test("501 waiting items are announced on two pages and sent in batches of 100", async () => {
  const phone = await newPhone();
  await fileSeveral(phone, 501);
  await phone.send();
  const pages = phone.school.manifests.map(({ chains }) => chains.map(({ pending }) => pending.length));
  assert.deepEqual(pages, [
    [500, 0],
    [1, 0],
  ]);
  assert.deepEqual(
    phone.school.requests("envelopes").map(({ ids }) => ids.length),
    [100, 100, 100, 100, 100, 1],
  );
  assert.ok((await states(phone)).every(state => state === "received"));
});

test("blobs go one by one, smallest first, after the records", async () => {
  const phone = await newPhone();
  await fileBytes(phone, { type: "blob", size: 900, id: "large" });
  await fileBytes(phone, { type: "blob", size: 300, id: "small" });
  await fileBytes(phone);
  await phone.send();
  const urls = phone.school.asked.slice(1).map(({ url }) => url.split("/").at(-1));
  assert.deepEqual(urls, ["envelopes", "small", "large"]);
  assert.ok((await states(phone)).every(state => state === "received"));
});

test("what the school says is heard before anything is sent", async () => {
  const phone = await newPhone();
  await fileBytes(phone);
  const heard = [];
  const answered = async ({ said }) => heard.push([said.epoch, phone.school.asked.length]);
  await phone.send(false, { answered });
  assert.deepEqual(heard, [[phone.school.epoch, 1]]);
});

test("after its stint no further file is begun, and the next contact goes on with the rest", async () => {
  const phone = await newPhone();
  for (const id of ["first", "second", "third"]) await fileBytes(phone, { type: "blob", id });
  phone.school.fault = url => {
    if (url.includes("/blobs/")) phone.time += 20_000;
  };
  const { trouble } = await phone.send(false, { stint_ms: 30_000 });
  assert.equal(trouble, null);
  assert.deepEqual((await states(phone)).filter(state => state === "received").length, 2);
  await phone.send(false, { stint_ms: 30_000 });
  assert.ok((await states(phone)).every(state => state === "received"));
});

test("when another tab sends, nothing is asked", async () => {
  const phone = await newPhone();
  phone.machine.lock = async () => null;
  assert.equal(await phone.send(), null);
  assert.equal(phone.school.asked.length, 0);
});

test("the clock is held against when the school answered, not against when the sending was over", async () => {
  const phone = await newPhone();
  const start = phone.time;
  await fileBytes(phone);
  phone.school.fault = url => {
    phone.time += url.endsWith("manifest") ? 1000 : 600_000;
    return undefined;
  };
  const { asked_at, said_at, at } = await phone.send();
  assert.deepEqual([asked_at - start, said_at - start, at - start], [1, 1001, 601_001]);
});

test("what hears the answer may hang: what waits is sent all the same", async t => {
  const limits = [];
  t.mock.method(AbortSignal, "timeout", () => {
    const passing = new AbortController();
    limits.push(passing);
    return passing.signal;
  });
  const phone = await newPhone();
  await fileBytes(phone);
  const asked = held();
  const answered = () => {
    setImmediate(asked.resolve);
    return new Promise(() => undefined);
  };
  const sent = phone.send(false, { answered });
  await asked.promise;
  limits.at(-1).abort();
  await sent;
  assert.deepEqual(await states(phone), ["received"]);
});

test("what waits is sent where the answer could not be heard", async () => {
  const phone = await newPhone();
  await fileBytes(phone);
  await phone.send(false, { answered: () => Promise.reject(new DOMException("", "QuotaExceededError")) });
  assert.deepEqual(await states(phone), ["received"]);
});
