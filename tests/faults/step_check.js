// The promises a phone must keep at every step, held against its storage whenever that has changed.
import { waiting } from "../../pwa/outbox/outbox_rules.js";
import { sha256 } from "./phone.js";
import { hold } from "./violation.js";

export class StepCheck {
  constructor(world) {
    this.world = world;
    /** The rows of each phone as last looked at. */
    this.seen = new Map();
  }

  all() {
    for (const phone of this.world.phones) {
      const before = this.seen.get(phone);
      const { rows } = phone.disk;
      if (before === rows) continue;
      this.bodies(phone, before?.body ?? new Map());
      this.lines(phone, before ?? { body: new Map(), envelope: new Map() });
      this.numbers(phone);
      this.claims(phone);
      this.seen.set(phone, rows);
    }
  }

  /** New bodies are what was filed; each is from then on something that may be at school. */
  bodies({ id: phone, name, disk: { rows } }, before) {
    for (const [key, body] of rows.body) {
      if (before.get(key) === body) continue;
      const item = rows.envelope.get(key);
      hold(item && sha256(Buffer.from(body)) === item.digest, "I3", () => `${name} keeps other bytes for ${key}`);
      hold(!before.has(key), "I3", () => `${name} changed the sealed bytes of ${key}`);
      const { type, id, digest } = item;
      this.world.taken.set(`${type} ${id} ${digest}`, { ...item, phone });
    }
  }

  /** What counts as received has a true receipt. Bytes go only when they are settled, and then for good. */
  lines(phone, before) {
    const { name, disk, receipts } = phone;
    const items = [...disk.rows.envelope.values()];
    for (const { type, id, digest, n, epoch, state } of items) {
      const key = `${type},${id}`;
      const isReceived = state !== "received" || receipts.has([epoch, type, id, digest, n].join(" "));
      hold(isReceived, "I1", () => `${name} counts ${id} as received without its receipt`);
      const hasBody = disk.rows.body.has(key);
      const isGone = state === "settled" || state === "lost";
      hold(
        hasBody !== isGone,
        "I1",
        () => `${name} calls ${id} ${state}, and its bytes are ${hasBody ? "here" : "gone"}`,
      );
      if (!hasBody && before.body.has(key)) this.wasSettled(phone, before.envelope.get(key));
    }
    const open = items.filter(({ type, id }) => disk.rows.body.has(`${type},${id}`)).length;
    const received = items.filter(({ state }) => state === "received").length;
    hold(waiting(items).length === open - received, "I6", () => `${name} shows a wrong number of what waits`);
  }

  /** The school had said so, of this life of its server. */
  wasSettled({ name, receipts, settled }, { type, id, digest, n, epoch }) {
    const isReceived = receipts.has([epoch, type, id, digest, n].join(" "));
    const isSettled = isReceived && n <= (settled.get(epoch) ?? 0);
    hold(isSettled, "I1", () => `${name} let the bytes of ${id} go before they were settled`);
  }

  /** One number is one item's, and below the next. */
  numbers({ name, disk: { rows } }) {
    const used = new Set();
    for (const { chain, seq, id } of rows.envelope.values()) {
      const number = `${chain} ${seq}`;
      hold(!used.has(number), "numbers", () => `${name} used one number twice, the second time for ${id}`);
      hold(seq < rows.meta.get(chain)?.next, "numbers", () => `${name} may use the number of ${id} again`);
      used.add(number);
    }
  }

  /** What somebody was told is filed stays listed. */
  claims({ name, claims, disk: { rows } }) {
    for (const { type, id, digest } of claims) {
      const isListed = rows.envelope.get(`${type},${id}`)?.digest === digest;
      hold(isListed, "I1", () => `${name} no longer knows of ${id}, which it said is filed`);
    }
  }
}
