// The shipped outbox: filing with `fileRecord`, sending with `send`, on the browser's own machine.
import { fileRecord } from "../../pwa/outbox/file_record.js";
import { browserMachine } from "../../pwa/outbox/machine.js";
import { send } from "../../pwa/outbox/send.js";
import { reports } from "./reports.js";

const FACTS = { app: "bench", persisted: null, usage: null };
const told = { requests: 0, bytes: 0 };

/** Counts what leaves. @type {import("../../pwa/foundation/requests.js").Fetch} */
function counted(url, init) {
  const body = init?.body;
  const size = typeof body === "string" ? new TextEncoder().encode(body).length : /** @type {any} */ (body)?.byteLength;
  told.requests += 1;
  told.bytes += size ?? 0;
  return fetch(url, init);
}

const machine = browserMachine(counted);
/** @type {{phone: string | null, keys: any[], offset: null}} */
const known = { phone: null, keys: [], offset: null };

/** Sets this browser up as a phone: its cookie, and the school's keys. @param {string} code */
export async function setUp(code) {
  const asked = { method: "POST", headers: { "Content-Type": "application/json" } };
  const body = JSON.stringify({ code, nonce: crypto.randomUUID() });
  const said = await (await fetch("/api/phones/enrol", { ...asked, body })).json();
  known.phone = said.phone.id;
  known.keys = said.keys;
  await machine.store.prepare();
}

/** A key to seal to where there is no school. @param {any[]} keys */
export function knows(keys) {
  known.keys = keys;
}

/** Files that many, one after the other. @returns {Promise<number>} ms for each */
export async function file(/** @type {number} */ count) {
  const finished = reports(count);
  const began = performance.now();
  for (const one of finished) await fileRecord(machine, known, one);
  return (performance.now() - began) / count;
}

/** Sends all that waits. @returns how long it took and what left, and how many still wait */
export async function drain() {
  Object.assign(told, { requests: 0, bytes: 0 });
  const began = performance.now();
  const contact = await send(machine, FACTS, true);
  const ms = performance.now() - began;
  const waiting = (await machine.store.all()).filter(item => item.state === "waiting").length;
  return { ms, waiting, trouble: contact?.trouble ?? null, requests: told.requests, bytes: told.bytes };
}
