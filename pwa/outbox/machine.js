// The machine the outbox runs on in a browser, the same for the page and the worker.
import { hex } from "../foundation/bytes.js";
import { webLock } from "../foundation/lock.js";
import { OutboxDatabase } from "./outbox_database.js";
import { OutboxStore } from "./outbox_store.js";

const CHAIN_BYTES = 16;

/** @returns {import("./send.js").Machine & {newId: () => string}} */
export function browserMachine() {
  return {
    fetch: (url, init) => fetch(url, init),
    store: new OutboxStore(new OutboxDatabase(), () => hex(crypto.getRandomValues(new Uint8Array(CHAIN_BYTES)))),
    clock: () => Date.now(),
    random: () => Math.random(),
    lock: webLock("upload"),
    newId: () => crypto.randomUUID(),
  };
}
