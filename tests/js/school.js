// A school's server in memory, for the sending tests: it keeps what arrives, answers as the protocol says,
// and fails in the ways real servers and lines do.
import { createHash } from "node:crypto";

export const JSON_TYPE = { "Content-Type": "application/json" };

export const jsonAnswer = (body, status = 200) => new Response(JSON.stringify(body), { status, headers: JSON_TYPE });

export const problem = (status, code) =>
  new Response(JSON.stringify({ status, code, title: code }), {
    status,
    headers: { "Content-Type": "application/problem+json" },
  });

export const portal = () =>
  new Response("<h1>Free Wi-Fi: please sign in</h1>", { headers: { "Content-Type": "text/html" } });

/** Takes frames apart again, by itself: nothing of the phone's code is used. */
export function readFrames(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const items = [];
  for (let at = 0; at < bytes.length; ) {
    const headerEnd = at + 4 + view.getUint32(at);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(at + 4, headerEnd)));
    const bodyEnd = headerEnd + 4 + view.getUint32(headerEnd);
    items.push({ header, body: bytes.slice(headerEnd + 4, bodyEnd) });
    at = bodyEnd;
  }
  return items;
}

export const sha256 = bytes => createHash("sha256").update(bytes).digest("hex");

export class School {
  constructor() {
    this.epoch = "first-life";
    this.settledN = 0;
    this.notices = [];
    this.stored = new Map();
    this.asked = [];
    this.manifests = [];
    /** Set to a function of (url, items) to answer otherwise; undefined leaves the answer to the school. */
    this.fault = () => undefined;
  }

  /** What the phone is handed as `fetch`. */
  get fetch() {
    return async (url, init = {}) => {
      const items = url.endsWith("/envelopes") ? readFrames(init.body) : [];
      this.asked.push({ url, init, ids: items.map(({ header }) => header.id) });
      const faulty = await this.fault(url, items);
      if (faulty instanceof Error) throw faulty;
      return faulty ?? this.answer(url, init, items);
    };
  }

  answer(url, init, items) {
    if (url.endsWith("/manifest")) return this.manifest(JSON.parse(init.body));
    if (url.endsWith("/envelopes")) return this.receipts(items.map(i => this.keep(i)));
    const id = url.split("/").at(-1);
    const receipt = this.keep({ header: { id, type: "blob" }, body: new Uint8Array(init.body) });
    return jsonAnswer({ epoch: this.epoch, receipts: [receipt], ...receipt }, 201);
  }

  receipts(receipts) {
    return jsonAnswer({ epoch: this.epoch, receipts, audit_head: this.head() });
  }

  /** What a phone carries away: this school's own history in a word. */
  head() {
    return `${this.epoch} ${this.stored.size}`;
  }

  /** Puts an earlier state back, in which only so many had arrived; notices it, and begins another life. */
  isRestored(arrived) {
    this.stored = new Map([...this.stored].slice(0, arrived));
    this.epoch = `${this.epoch}, restored`;
    this.settledN = 0;
  }

  manifest(said) {
    this.manifests.push(said);
    const { epoch, settledN: settled_n, notices } = this;
    const told = said.chains.flatMap(({ pending }) => pending.map(({ id }) => id));
    const here = [...this.stored.values()].filter(({ id }) => told.includes(id));
    return jsonAnswer({
      server_time: "2026-11-21T12:00:00Z",
      epoch,
      settled_n,
      have: Object.fromEntries(here.map(({ id, digest }) => [id, digest])),
      audit_head: this.head(),
      keys: [],
      notices,
      card: null,
    });
  }

  keep({ header: { id, type }, body }) {
    const digest = sha256(body);
    const key = `${type}|${id}|${digest}`;
    if (!this.stored.has(key)) this.stored.set(key, { id, type, digest, n: this.stored.size + 1 });
    return this.stored.get(key);
  }

  requests(part) {
    return this.asked.filter(({ url }) => url.includes(part));
  }
}
