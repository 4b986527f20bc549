// Drafts are saved on every change, one write at a time, the newest text last; and the sending loop never gives up.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DraftKeeper } from "../../pwa/outbox/draft_keeper.js";
import { DraftScreen } from "../../pwa/outbox/draft_screen.js";
import { Sending } from "../../pwa/outbox/sending.js";
import { Forms } from "../../pwa/shell/forms.js";
import { afterTap } from "../../pwa/shell/update_bar.js";
import { fileBytes, newPhone, FACTS } from "./phone.js";

const draft = text => ({ id: "d", fields: { what_happened: text } });

function slowStore() {
  const kept = [];
  const open = [];
  return { kept, open, keep: one => new Promise(done => open.push(() => done(kept.push(one.fields.what_happened)))) };
}

test("while one write runs only the newest text waits", async () => {
  const store = slowStore();
  const keeper = new DraftKeeper(store, () => undefined);
  const saving = keeper.keep(draft("a"));
  for (const text of ["ab", "abc", "abcd"]) keeper.keep(draft(text));
  while (store.kept.length < 2) await store.open.shift()?.();
  await saving;
  assert.deepEqual(store.kept, ["a", "abcd"]);
});

test("a draft that cannot be kept is said so, and said again when it can", async () => {
  const told = [];
  let isFull = true;
  const keep = async () => {
    if (isFull) throw new DOMException("", "QuotaExceededError");
  };
  const keeper = new DraftKeeper({ keep }, isKept => told.push(isKept));
  await keeper.keep(draft("a"));
  isFull = false;
  await keeper.keep(draft("b"));
  assert.deepEqual(told, [false, true]);
});

async function loop(more = {}) {
  const phone = await newPhone();
  const later = [];
  const heard = [];
  const around = {
    facts: () => FACTS,
    isVisible: () => true,
    isWanted: () => true,
    told: async contact => heard.push(contact),
    stumbled: error => heard.push(error),
    later: (_work, ms) => later.push(ms),
    never: () => undefined,
    ...more,
  };
  return { phone, later, heard, sending: new Sending(phone.machine, around) };
}

test("after each contact the next one is planned", async () => {
  const { phone, later, sending } = await loop();
  await sending.now();
  await fileBytes(phone);
  phone.school.fault = () => new TypeError("dropped");
  await sending.now();
  assert.deepEqual([later[0] > 50_000, later[1] < 5000], [true, true]);
});

test("a storage that fails is said, and sending is planned all the same", async () => {
  const { phone, later, heard, sending } = await loop();
  phone.store.all = async () => {
    throw new DOMException("", "InvalidStateError");
  };
  await sending.now();
  assert.equal(heard[0].name, "InvalidStateError");
  assert.equal(later.length, 1);
});

test("a phone with nothing to ask leaves the school alone, until somebody taps Send now", async () => {
  const { heard, sending } = await loop({ isWanted: () => false });
  await sending.hope();
  assert.equal(heard.length, 0);
  await sending.now(true);
  assert.equal(heard.length, 1);
});

test("what is filed while a contact runs is sent right after it", async () => {
  const { phone, sending } = await loop();
  await fileBytes(phone);
  phone.school.fault = async url => {
    if (!url.endsWith("/envelopes")) return;
    phone.school.fault = () => undefined;
    await fileBytes(phone);
    sending.hope();
  };
  await sending.now();
  await sending.running;
  assert.deepEqual(
    (await phone.items()).map(({ state }) => state),
    ["received", "received"],
  );
});

const form = (isInUse, canReopen) => ({ isInUse: () => isInUse, canReopen: () => canReopen });

test("a new version comes in on a tap, and asks again while a report is written", () => {
  assert.deepEqual(
    [afterTap("ready", form(false, false)), afterTap("ready", form(true, true)), afterTap("asking", form(true, true))],
    ["coming", "asking", "coming"],
  );
});

test("no version comes in over a report that could not be opened again", () => {
  assert.deepEqual(
    [afterTap("ready", form(true, false)), afterTap("asking", form(true, false)), afterTap("held", form(false, false))],
    ["held", "held", "coming"],
  );
});

test("of several forms the one that is written on says whether an update may come, whichever it is", () => {
  const empty = form(false, false);
  const tapped = (...all) => afterTap("ready", new Forms(...all));
  assert.deepEqual(
    [
      tapped(empty, empty),
      tapped(form(true, true), empty),
      tapped(empty, form(true, false)),
      tapped(form(true, true), form(true, false)),
    ],
    ["coming", "asking", "held", "held"],
  );
});

test("what locks or hides the phone concerns every form, one that came later too", () => {
  const heard = [];
  const listening = name => ({
    held: () => name,
    keep: () => heard.push(`keep ${name}`),
    putAway: () => heard.push(`away ${name}`),
    isTakenBy: unlock => heard.push(`${unlock} took ${name}`),
  });
  const forms = new Forms(listening("report"));
  forms.all.push(listening("log"));
  forms.keep();
  forms.putAway();
  forms.isTakenBy("u1");
  assert.deepEqual(forms.held(), ["report", "log"]);
  assert.deepEqual(heard, ["keep report", "keep log", "away report", "away log", "u1 took report", "u1 took log"]);
});

test("the first letter of another draft costs the one before none of its last", async () => {
  const kept = new Map();
  const open = [];
  const keep = one => new Promise(done => open.push(() => done(kept.set(one.id, one.fields.what_happened))));
  const keeper = new DraftKeeper({ keep }, () => undefined);
  keeper.keep(draft("Tom"));
  keeper.keep(draft("Tom fell and hit his head"));
  const saving = keeper.keep({ id: "e", fields: { what_happened: "x" } });
  keeper.keep({ id: "gone", fields: { what_happened: "discarded" } });
  keeper.stop("gone");
  while (open.length > 0) {
    open.shift()();
    await new Promise(setImmediate);
  }
  await saving;
  assert.deepEqual(Object.fromEntries(kept), { d: "Tom fell and hit his head", e: "x" });
});

const UNTOUCHED = { what_happened: "" };
const REPORT = { name: "report", saved: "filed", kind: "k", v: 1, untouched: () => UNTOUCHED, bodyOf: one => one };

/** A form on a phone that `phone.unlocked` has open, or that `phone.signedIn` uses by a password. */
function formOn(phone, open = async () => null) {
  let ids = 0;
  const writer = () => phone.unlocked && { unlock: `u-${phone.unlocked}` };
  const actor = () => ({ staff: phone.unlocked ?? phone.signedIn ?? null, typed_name: null, unlocked_by: null });
  const begin = () => ({ id: `new-${++ids}`, opened_at: 1, trip: null, actor: actor(), writer: writer() });
  const keep = async ({ id, fields }) => {
    if (phone.isFull) throw new DOMException("", "QuotaExceededError");
    phone.kept = { ...phone.kept, [id]: fields.what_happened };
  };
  const nothing = () => undefined;
  const around = { drafts: { keep, open }, begin, writer, actor, isFiled: () => false, repaint: nothing, go: nothing };
  return new DraftScreen(around, REPORT, "what_happened");
}

test("an unfinished report that comes after the phone was locked lands on no form", async () => {
  const phone = { unlocked: "a" };
  let opens;
  const screen = formOn(phone, () => new Promise(done => (opens = done)));
  const kept = { id: "d1", form: "report", writer: "u-a", opened_at: 1 };
  const opened = {
    ...kept,
    form: REPORT,
    fields: { what_happened: "Maya told me" },
    actor: {},
    writer: { unlock: "u-a" },
  };
  for (const leaves of [() => screen.putAway(), () => undefined]) {
    phone.unlocked = "a";
    screen.enter("d1", { drafts: [kept] });
    phone.unlocked = null;
    leaves();
    opens(opened);
    await new Promise(setImmediate);
    assert.deepEqual([screen.held(), screen.looks.isOpening], ["", false]);
  }
  phone.unlocked = "a";
  screen.enter("d1", { drafts: [kept] });
  opens(opened);
  await new Promise(setImmediate);
  assert.equal(screen.held(), "d1");
});

test("what somebody began on their password alone leaves the form when another takes the phone, and stays kept", async () => {
  const phone = { signedIn: "a" };
  const screen = formOn(phone);
  screen.enter("", { drafts: [] });
  screen.change({ what_happened: "Maya told me" });
  const { id } = screen.draft;
  phone.unlocked = "a";
  screen.isTakenBy("u-a");
  assert.equal(screen.held(), id, "it is their own phone still");
  phone.unlocked = "b";
  screen.isTakenBy("u-b");
  await screen.keeper.saving;
  assert.deepEqual([screen.held(), screen.draft.fields.what_happened, phone.kept], ["", "", { [id]: "Maya told me" }]);
});

test("what nobody could open again and this phone cannot keep stays on the form", async () => {
  const phone = { signedIn: "a", isFull: true };
  const screen = formOn(phone);
  screen.enter("", { drafts: [] });
  screen.change({ what_happened: "Maya told me" });
  await screen.keeper.saving;
  phone.unlocked = "b";
  screen.isTakenBy("u-b");
  assert.equal(screen.draft.fields.what_happened, "Maya told me");
});
