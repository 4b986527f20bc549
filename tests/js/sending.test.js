// A page's sending: what it answers whoever asked it to send.
import assert from "node:assert/strict";
import { test } from "node:test";
import { reasonInWords } from "../../pwa/outbox/outbox_words.js";
import { Sending } from "../../pwa/outbox/sending.js";
import { FACTS, newPhone } from "./phone.js";

const around = (more = {}) => ({
  facts: () => FACTS,
  isVisible: () => false,
  isWanted: () => true,
  answered: async () => undefined,
  told: async () => undefined,
  stumbled: () => undefined,
  later: () => 0,
  never: () => undefined,
  ...more,
});

test("storage that fails is not called another tab's sending", async () => {
  const { machine } = await newPhone();
  const full = new DOMException("", "UnknownError");
  const stumbles = [];
  const told = async () => {
    throw full;
  };
  const contact = await new Sending(machine, around({ told, stumbled: error => stumbles.push(error) })).now(true);
  assert.deepEqual(stumbles, [full]);
  assert.match(reasonInWords(contact.trouble), /could not read or write/);
});

test("where another tab sends there is nothing to tell", async () => {
  const { machine } = await newPhone();
  assert.equal(await new Sending({ ...machine, lock: async () => null }, around()).now(true), null);
});
