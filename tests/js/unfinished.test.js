// An unfinished report is kept sealed, opens for its writer alone, and goes to the school only when it has to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { unsealed } from "../../pwa/foundation/unseal.js";
import { FORM, untouched } from "../../pwa/incidents/incident_rules.js";
import { isLongUnfinished, mayContinue } from "../../pwa/outbox/draft_rules.js";
import { openDraft } from "../../pwa/outbox/draft_opening.js";
import { sendDraft, sendOrphanDrafts } from "../../pwa/outbox/draft_sending.js";
import { asKept } from "../../pwa/outbox/draft_store.js";
import { Drafts } from "../../pwa/outbox/drafts.js";
import { FORM as USE } from "../../pwa/personal_phone/use_rules.js";
import { newPhone } from "./phone.js";

const WORDS = "Maya fell by the moat.";
const PRIYA = { staff: "s1", how: "pin", typed_name: null, unlocked_by: null };
const ECDH = { name: "ECDH", namedCurve: "P-256" };

/** The `drafts` database, in memory. */
class MemoryStore {
  rows = new Map();
  all = async () => [...this.rows.values()].filter(row => row.school).map(asKept);
  inClear = async () => [...this.rows.values()].filter(row => row.fields);
  keep = async kept => void this.rows.set(kept.id, structuredClone(kept));
  remove = async id => void this.rows.delete(id);
}

async function phoneWithDrafts() {
  const [seal, school] = await Promise.all([1, 2].map(() => crypto.subtle.generateKey(ECDH, true, ["deriveBits"])));
  const jwk = await crypto.subtle.exportKey("jwk", school.publicKey);
  const phone = await newPhone();
  const store = new MemoryStore();
  const lock = { opened: { person: { unlock: "u1", staff: "s1" }, open: { seal } }, signerFor: () => null };
  const keys = [{ kid: "k1", jwk, use: "school", not_after: null }];
  const drafts = new Drafts({
    ...{ store, lock, machine: phone.machine },
    rest: async () => ({ openDraft }),
    known: () => ({ phone: "p1", keys, offset: null }),
  });
  const writer = { unlock: "u1", key: seal.publicKey };
  return { phone, store, lock, drafts, school, writer };
}

const draftOf = (writer, id = "d1") => {
  const fields = { ...untouched(), what_happened: WORDS };
  return { form: FORM, id, opened_at: 1_800_000_000_000, trip: "t1", actor: PRIYA, writer, fields };
};

const useOf = writer => ({ ...draftOf(writer, "u1"), form: USE, fields: { ...USE.untouched(), what_was_said: WORDS } });

test("what is kept of an unfinished report holds none of its words, and its writer reads them again", async () => {
  const { store, drafts, writer } = await phoneWithDrafts();
  await drafts.keep(draftOf(writer));
  const [kept] = await drafts.all();
  const bytes = [kept.own, kept.school.bytes].map(part => Buffer.from(part).toString("latin1")).join("");
  assert.equal(bytes.includes(WORDS), false);
  assert.equal(JSON.stringify([...store.rows.values()]).includes("Maya"), false);
  const open = await drafts.open(kept, FORM);
  assert.deepEqual([open.fields.what_happened, open.actor, open.writer.unlock], [WORDS, PRIYA, "u1"]);
});

test("nobody else opens it, nor anybody while the phone is locked", async () => {
  const { lock, drafts, writer } = await phoneWithDrafts();
  await drafts.keep(draftOf(writer));
  const [kept] = await drafts.all();
  const other = await crypto.subtle.generateKey(ECDH, true, ["deriveBits"]);
  lock.opened = { person: { unlock: "u2" }, open: { seal: other } };
  assert.equal(await drafts.open(kept, FORM), null);
  lock.opened = { person: { unlock: "u1" }, open: { seal: other } };
  assert.equal(await drafts.open(kept, FORM), null);
  lock.opened = null;
  assert.equal(await drafts.open(kept, FORM), null);
});

test("one begun while locked is the school's alone to read", async () => {
  const { drafts, school } = await phoneWithDrafts();
  await drafts.keep(draftOf(null));
  const [kept] = await drafts.all();
  assert.equal(await drafts.open(kept, FORM), null);
  const inside = await unsealed(school, { type: "draft", id: "d1" }, kept.school.bytes);
  assert.deepEqual([inside.id, inside.kind, inside.body.what_happened], ["d1", "incident.reported", WORDS]);
});

test("sent as it is, it is numbered in the outbox and no draft any more", async () => {
  const { phone, drafts, writer } = await phoneWithDrafts();
  await drafts.keep(draftOf(writer));
  const [kept] = await drafts.all();
  const sent = await sendDraft(drafts, kept);
  assert.deepEqual([sent.type, sent.id, sent.seq, sent.state], ["draft", "d1", 1, "waiting"]);
  assert.deepEqual(await drafts.all(), []);
  await phone.send();
  assert.deepEqual(
    (await phone.items()).map(({ state }) => state),
    ["received"],
  );
});

test("by itself goes only what nobody can open any more", async () => {
  const { drafts, writer } = await phoneWithDrafts();
  await drafts.keep(draftOf(writer, "mine"));
  await drafts.keep(draftOf(null, "nobody's"));
  assert.deepEqual(await sendOrphanDrafts(drafts, ["u1"], false), []);
  const sent = await sendOrphanDrafts(drafts, ["another"], false);
  assert.deepEqual(
    sent.map(({ id }) => id),
    ["mine"],
  );
  assert.deepEqual(
    (await drafts.all()).map(({ id }) => id),
    ["nobody's"],
  );
});

test("from a phone that the school takes for lost everything unfinished comes", async () => {
  const { drafts, writer } = await phoneWithDrafts();
  await drafts.keep(draftOf(writer, "mine"));
  await drafts.keep(draftOf(null, "nobody's"));
  assert.equal((await sendOrphanDrafts(drafts, ["u1"], true)).length, 2);
  assert.deepEqual(await drafts.all(), []);
});

test("what an earlier version kept in clear is sealed", async () => {
  const { store, drafts } = await phoneWithDrafts();
  const { writer: _writer, form: _form, ...old } = draftOf(null, "old");
  store.rows.set("old", old);
  await drafts.sealOld(FORM);
  assert.deepEqual(await store.inClear(), []);
  assert.equal((await drafts.all())[0].writer, null);
});

test("it is gone on with by its writer, or where it is on the form still; after a day somebody is asked", () => {
  const kept = { id: "d1", writer: "u1", opened_at: 0 };
  assert.deepEqual(
    [
      mayContinue(kept, { unlock: "u1" }, []),
      mayContinue(kept, { unlock: "u2" }, [""]),
      mayContinue(kept, null, ["d1"]),
    ],
    [true, false, true],
  );
  assert.equal(mayContinue({ ...kept, writer: null }, null, [""]), false);
  assert.deepEqual(
    [86_399_999, 86_400_000].map(now => isLongUnfinished(kept, now)),
    [false, true],
  );
});

test("what the version before kept opens as the report it is, and is sent as it was", async () => {
  const { phone, store, drafts, school, writer } = await phoneWithDrafts();
  await drafts.keep(draftOf(writer));
  const { form, ...before } = store.rows.get("d1");
  assert.equal(form, "report");
  store.rows.set("d1", before);
  const [kept] = await drafts.all();
  const open = await drafts.open(kept, FORM);
  assert.deepEqual([kept.form, open.form, open.fields.what_happened], ["report", FORM, WORDS]);
  const inside = await unsealed(school, { type: "draft", id: "d1" }, kept.school.bytes);
  assert.deepEqual([inside.kind, inside.v, inside.body.what_happened], ["incident.reported", FORM.v, WORDS]);
  const sent = await sendDraft(drafts, kept);
  assert.deepEqual([sent.id, sent.type], ["d1", "draft"]);
  assert.deepEqual([(await drafts.all()).length, (await phone.items()).length], [0, 1]);
});

test("a log of an own phone's use is kept as what it is, beside a report", async () => {
  const { drafts, school, writer } = await phoneWithDrafts();
  await drafts.keep(draftOf(writer));
  await drafts.keep(useOf(writer));
  const kept = (await drafts.all()).find(({ form }) => form === "own-phone");
  const inside = await unsealed(school, { type: "draft", id: "u1" }, kept.school.bytes);
  assert.deepEqual([inside.kind, inside.v, inside.body.what_was_said], ["personal_phone.used", 1, WORDS]);
  assert.equal(inside.body.written_on, "school_phone");
  assert.equal((await drafts.open(kept, USE)).fields.what_was_said, WORDS);
  assert.equal(await drafts.open(kept, FORM), null, "an older page would have made a report of it");
});
