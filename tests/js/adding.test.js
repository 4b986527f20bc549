// Adding to a report: the bodies both languages hold, both records or neither, on the chain of their report, and knowing nothing of it.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { unsealed } from "../../pwa/foundation/unseal.js";
import * as rules from "../../pwa/incidents/add_rules.js";
import { AddScreen } from "../../pwa/incidents/add_screen.js";
import { ReportsHere } from "../../pwa/incidents/reports_here.js";
import { NotSavedError } from "../../pwa/outbox/file_record.js";
import { fileAdded } from "../../pwa/shell/adding.js";
import { golden } from "./golden.js";
import { newPhone } from "./phone.js";

const nothing = () => null;
const filled = fields => ({ ...rules.untouched(), ...fields });
const ECDH = { name: "ECDH", namedCurve: "P-256" };

for (const { name, fields, opened_at_ms, missing, records, unfinished_parent } of golden("added").cases) {
  test(`the phone builds the records of: ${name}`, () => {
    assert.deepEqual(rules.recordsOf(filled(fields), opened_at_ms), records);
    assert.deepEqual(rules.missingFacts(filled(fields)), missing);
  });

  test(`sent unfinished it says of a parent all that is on the form: ${name}`, () => {
    const { parent, ...rest } = rules.FORM.bodyOf(filled(fields), opened_at_ms);
    assert.deepEqual([parent, rest], [unfinished_parent, rules.bodyOf(filled(fields), opened_at_ms)]);
    assert.deepEqual([rules.FORM.kind, rules.FORM.v], ["incident.followed_up", 2]);
  });
}

test("a local time becomes the right moment in UTC, also in the hour that comes twice", () => {
  const [{ body }] = rules.recordsOf(filled({ when: "other", happened_on: "2026-10-25T01:30", words: "x" }), 0);
  assert.equal(body.happened_at, new Date(2026, 9, 25, 1, 30).toISOString());
});

/** A phone whose filing is this page's, with keys of the school and of the chair. */
async function filingPhone() {
  const [school, chair] = await Promise.all([1, 2].map(() => crypto.subtle.generateKey(ECDH, true, ["deriveBits"])));
  const key = async (kid, use, { publicKey }) => {
    return { kid, jwk: await crypto.subtle.exportKey("jwk", publicKey), use, not_after: null };
  };
  const keys = [await key("c1", "chair", chair), await key("k1", "school", school)];
  const phone = await newPhone();
  const claims = [];
  const machine = { store: phone.store, clock: () => phone.time++, newId: randomUUID };
  const around = { machine, lock: { signerFor: nothing }, filed: nothing };
  const known = () => ({ phone: "p1", keys, offset: null });
  const filing = { around, known, willAsk: async ({ id }, form) => claims.push([id, form]) };
  return { phone, filing, school, chair, claims };
}

const draft = fields => ({
  ...{ id: randomUUID(), trip: "t1", opened_at: 1, form: rules.FORM },
  actor: { staff: null, how: "none", typed_name: null, unlocked_by: null },
  fields: filled({ incident: "i1", words: "More", told: "yes", ...fields }),
});

test("what is known and what was said of a parent are kept together, each asked about where it is nobody's", async () => {
  const { phone, filing, school, claims } = await filingPhone();
  const begun = draft();
  assert.equal(await fileAdded(filing, begun), begun.id);
  const items = await phone.store.all();
  const read = await Promise.all(items.map(async item => unsealed(school, item, await phone.store.body(item))));
  assert.deepEqual(read.map(({ kind, body }) => [kind, body.incident]).sort(), [
    ["incident.followed_up", "i1"],
    ["parent.contacted", "i1"],
  ]);
  assert.deepEqual(
    claims.map(([, form]) => form),
    ["add", "add"],
  );
});

test("about the headteacher both lie on the chain apart, for the chair's key alone, and nobody is asked", async () => {
  const { phone, filing, school, chair, claims } = await filingPhone();
  await fileAdded(filing, draft({ isApart: true }));
  const items = await phone.store.all();
  assert.deepEqual(
    items.map(({ isApart, kid }) => [isApart, kid]),
    [
      [true, "c1"],
      [true, "c1"],
    ],
  );
  for (const item of items) {
    const body = await phone.store.body(item);
    assert.equal((await unsealed(chair, item, body)).body.incident, "i1");
    assert.equal(await unsealed(school, item, body), null);
  }
  assert.deepEqual(claims, []);
});

test("where one of both is too long, neither is kept", async () => {
  const { phone, filing } = await filingPhone();
  await assert.rejects(fileAdded(filing, draft({ told_words: "word ".repeat(60_000) })), NotSavedError);
  assert.deepEqual(await phone.store.all(), []);
});

test("the very same form saved in two tabs is kept twice, and overwrites nothing", async () => {
  const { phone, filing } = await filingPhone();
  const begun = draft();
  await fileAdded(filing, begun);
  await fileAdded(filing, { ...begun, fields: { ...begun.fields, words: "Other words" } });
  assert.equal((await phone.store.all()).length, 4);
});

/** The form on a phone that has these items. */
function formOn(items) {
  let id = 0;
  const begin = () => ({ id: `d${++id}`, opened_at: 1, trip: null, actor: {}, writer: null });
  const drafts = { keep: async () => null, remove: async () => null };
  return new AddScreen({
    ...{ items: () => items, begin, drafts, isFiled: () => false, file: nothing, actor: nothing },
    ...{ writer: nothing, laterPart: nothing, repaint: nothing, go: nothing },
  });
}

test("a form that was only opened is nothing written; its report's chain and trip are taken from the phone's own item", () => {
  const items = [
    { id: "i1", filed_at: 0, trip: "t1" },
    { id: "i2", filed_at: 0, trip: null, isApart: true },
  ];
  const form = formOn(items);
  form.enter("i1", { drafts: [] });
  assert.deepEqual([form.isInUse(), form.held(), form.draft.fields.isApart, form.draft.trip], [false, "", false, "t1"]);
  form.change({ words: "More" });
  form.enter("i1", { drafts: [] });
  assert.equal(form.draft.fields.words, "More");
  form.enter("i2", { drafts: [] });
  assert.deepEqual([form.draft.fields.words, form.draft.fields.isApart], ["", true]);
  form.enter("unknown", { drafts: [] });
  assert.equal(form.draft.fields.isApart, false);
});

test("which items are reports is known by their ids alone, once each, and after a reload", async () => {
  const rows = new Map();
  const local = {
    read: async name => rows.get(name),
    change: async (name, changed) => void rows.set(name, changed(rows.get(name))),
  };
  const here = new ReportsHere(local, nothing);
  await Promise.all([here.loaded, here.add("i1"), here.add("i2"), here.add("i1")]);
  const again = new ReportsHere(local, nothing);
  await again.loaded;
  assert.deepEqual([...again.ids].sort(), ["i1", "i2"]);
  assert.deepEqual([...rows.keys()], ["reports"]);
});
