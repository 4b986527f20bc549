// One turn of sending while no page may be open: it fails while something waits, and asks nothing when nothing does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { takeTurn } from "../../pwa/outbox/background_turn.js";
import { FACTS, fileBytes, newPhone } from "./phone.js";
import { problem } from "./school.js";

const LOST = new TypeError("no signal");

/** A phone with what surrounds its worker; `mends` is how often a lost cookie comes back. */
async function newWorker({ mends = 0 } = {}) {
  const phone = await newPhone();
  const heard = [];
  const around = {
    facts: async () => FACTS,
    heard: async contact => {
      heard.push(contact);
      return { isMended: mends-- > 0 };
    },
    tell: () => heard.push("told"),
  };
  return { phone, heard, turn: how => takeTurn(phone.machine, around, how) };
}

test("what waits is sent, heard of, and told to open pages", async () => {
  const { phone, heard, turn } = await newWorker();
  await fileBytes(phone);
  await turn();
  assert.equal((await phone.items())[0].state, "received");
  assert.deepEqual([heard.length, heard[0].trouble, heard[1]], [2, null, "told"]);
});

test("a turn that leaves something waiting fails, so that the browser gives another", async () => {
  const { phone, turn } = await newWorker();
  await fileBytes(phone);
  phone.school.fault = () => LOST;
  await assert.rejects(turn(), { name: "StillWaitingError" });
  phone.school.fault = () => undefined;
  await turn();
  assert.equal(phone.school.stored.size, 1);
});

test("an answer lost on the way makes no second record on the next turn", async () => {
  const { phone, turn } = await newWorker();
  await fileBytes(phone);
  phone.school.fault = (url, items) => {
    for (const item of items) phone.school.keep(item);
    return url.endsWith("/envelopes") ? LOST : undefined;
  };
  await assert.rejects(turn(), { name: "StillWaitingError" });
  phone.school.fault = () => undefined;
  await turn();
  assert.equal(phone.school.stored.size, 1);
});

test("nothing waiting asks the school nothing, but for the day's look", async () => {
  const { phone, turn } = await newWorker();
  await turn();
  assert.equal(phone.school.asked.length, 0);
  await turn({ evenIdle: true });
  assert.equal(phone.school.requests("/manifest").length, 1);
});

test("a lost cookie that came back is worth a second contact, and only one", async () => {
  const { phone, turn } = await newWorker({ mends: 5 });
  await fileBytes(phone);
  phone.school.fault = () => problem(401, "access.phone_unknown");
  await assert.rejects(turn(), { name: "StillWaitingError" });
  assert.equal(phone.school.requests("/manifest").length, 2);
});

test("a turn while another sends does not send too", async () => {
  const { phone, turn } = await newWorker();
  await fileBytes(phone);
  phone.machine.lock = async () => null;
  await assert.rejects(turn(), { name: "StillWaitingError" });
  assert.equal(phone.school.asked.length, 0);
});
