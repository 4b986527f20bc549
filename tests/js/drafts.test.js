// Drafts are saved on every change, one write at a time, the newest text last; and the sending loop never gives up.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DraftKeeper } from "../../pwa/outbox/draft_keeper.js";
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
