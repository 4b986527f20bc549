// The machine the outbox runs on in a browser, the same for the page and the worker.
import { hex } from "../foundation/bytes.js";
import { isRefusal } from "../foundation/keeping.js";
import { webLock } from "../foundation/lock.js";
import { OutboxDatabase } from "./outbox_database.js";
import { OutboxStore } from "./outbox_store.js";

const CHAIN_BYTES = 16;
// Without https a browser makes no ids and seals nothing: the form opens all the same, and says that it cannot save.
const NO_ID = "00000000-0000-0000-0000-000000000000";

/** The browser's own line. @type {import("../foundation/requests.js").Fetch} */
export const openLine = (url, init) => fetch(url, init);

/**
 * @param {import("../foundation/requests.js").Fetch} fetch @param {{waits?: boolean}} [turn] how it takes its turn at sending
 * @returns {import("./send.js").Machine & import("./file_record.js").FilingMachine}
 */
export function browserMachine(fetch, turn) {
  return {
    fetch,
    store: new OutboxStore(new OutboxDatabase(), () => hex(crypto.getRandomValues(new Uint8Array(CHAIN_BYTES)))),
    clock: () => Date.now(),
    random: () => Math.random(),
    lock: webLock("upload", turn),
    newId: () => crypto.randomUUID?.() ?? NO_ID,
    isRefusal,
  };
}
