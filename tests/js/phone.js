// A phone's outbox for the tests: the shipped code, with memory, time, chance and the line handed in.
import { randomUUID } from "node:crypto";
import { fileAll } from "../../pwa/outbox/filing_store.js";
import { OutboxStore } from "../../pwa/outbox/outbox_store.js";
import { send } from "../../pwa/outbox/send.js";
import { MemoryDatabase } from "./memory_database.js";
import { School, sha256 } from "./school.js";

export const FACTS = { app: "test", persisted: true, usage: 1000 };

let chains = 0;
export const newChain = () => (++chains).toString(16).padStart(32, "0");

export async function newPhone({ database = new MemoryDatabase(), school = new School() } = {}) {
  const phone = { database, school, time: 1_800_000_000_000 };
  phone.store = new OutboxStore(database, newChain);
  phone.machine = {
    fetch: school.fetch,
    store: phone.store,
    clock: () => phone.time,
    random: () => 0.5,
    lock: work => work(),
  };
  phone.send = (everything, watch) => send(phone.machine, FACTS, everything, watch);
  phone.items = () => phone.store.all();
  await phone.store.prepare();
  return phone;
}

/** Files bytes as if they were sealed, and answers the item. */
export async function fileBytes(phone, { id = randomUUID(), text = id, size = 100, type = "record" } = {}) {
  const body = new Uint8Array(size);
  body.set(new TextEncoder().encode(text).subarray(0, size));
  const filing = { type, id, kid: "key", trip: null, digest: sha256(body), size, filed_at: phone.time++ };
  const [filed] = await fileAll(phone.store, [{ filing, body: body.buffer }]);
  return filed;
}

export async function fileSeveral(phone, count, options = {}) {
  const items = [];
  for (let at = 0; at < count; at++) items.push(await fileBytes(phone, options));
  return items;
}
