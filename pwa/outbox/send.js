// Sends what was filed: the manifest first, then records in batches, then blobs one by one. Whatever happens,
// an item stays until its own receipt has come. Runs the same in a page, in the worker and in Node.
import { unless } from "../foundation/connection.js";
import { ask } from "../foundation/requests.js";
import { frames } from "./frames.js";
import { announce } from "./manifest.js";
import { afterBatch, batches, due, halves, isReceiptFor, itemPause, mayGoOn, reasonOf } from "./outbox_rules.js";

/** @typedef {import("./outbox_rules.js").Envelope} Envelope */
/** @typedef {import("./outbox_rules.js").Reason} Reason */
/** @typedef {import("./outbox_store.js").OutboxStore} OutboxStore */
/** @typedef {import("./outbox_store.js").Seen} Seen */
/** @typedef {import("../foundation/requests.js").Answer} Answer */
/** @typedef {import("./frames.js").Loaded} Loaded */
/**
 * Everything the outbox needs of the machine it runs on; `clock` in ms, `random` from 0 to 1.
 * @typedef {{fetch: import("../foundation/requests.js").Fetch, store: OutboxStore, clock: () => number,
 *   random: () => number, lock: import("../foundation/lock.js").Lock}} Machine
 */
/**
 * How a contact with the school went, and when it ended; `said` is the manifest's answer, asked for at `asked_at` and
 * here at `said_at`: sending what waited can take many minutes more.
 * @typedef {{asked_at: number, said_at: number, at: number, trouble: Reason | null, said: any, retry_after_seconds: number | null}} Contact
 */
/**
 * `answered` hears what the school said before anything is sent; after `stint_ms` of sending no further file is begun,
 * so that the school is asked again: somebody may have been shut out meanwhile.
 * @typedef {{answered?: (contact: Contact) => Promise<unknown>, stint_ms?: number}} Watch
 */

const HEARD_LIMIT_MS = 5000;
const OCTETS = "application/octet-stream";

/**
 * One contact with the school, or null when another tab or the worker is at it.
 * @param {Machine} machine @param {import("./manifest.js").PhoneFacts} facts
 * @param {boolean} [everything] also what is waiting for its own next turn
 * @param {Watch} [watch] where somebody may have the phone in hand
 */
export function send(machine, facts, everything = false, { answered, stint_ms } = /** @type {Watch} */ ({})) {
  return machine.lock(async () => {
    const asked_at = machine.clock();
    const answer = await announce(machine, facts);
    const said_at = machine.clock();
    const hearing = Promise.resolve(answered?.(contactOf({ asked_at, said_at, at: said_at }, answer, null)));
    // Whatever a storage or another tab holds up there: what waits is sent.
    await Promise.allSettled([unless(AbortSignal.timeout(HEARD_LIMIT_MS), hearing)]);
    const until = everything ? Number.POSITIVE_INFINITY : machine.clock();
    const round = new Round(machine, until, await machine.store.seen());
    if (stint_ms) round.ends_at = said_at + stint_ms;
    if (!answer.ok) round.answer = answer;
    if (mayGoOn(answer)) {
      await round.records();
      await round.blobs();
    }
    return contactOf({ asked_at, said_at, at: machine.clock() }, answer, round.answer);
  });
}

/** @param {Pick<Contact, "asked_at" | "said_at" | "at">} times @param {Answer} manifest @param {Answer | null} worst @returns {Contact} */
function contactOf(times, manifest, worst) {
  const said = manifest.ok ? manifest.json : null;
  return { ...times, said, trouble: worst && reasonOf(worst), retry_after_seconds: worst?.retry_after_seconds ?? null };
}

/** One turn of sending. It stops at the first answer that nobody will better now. */
class Round {
  /** @param {Machine} machine @param {number} until items whose turn comes later are left out @param {Seen | null} seen */
  constructor(machine, until, seen) {
    this.machine = machine;
    this.until = until;
    /** From then on no further file is begun. */
    this.ends_at = Infinity;
    /** What the server last showed: a receipt of one that went back in time since would take its place for good. */
    this.seen = seen;
    this.stopped = false;
    /** @type {{batch: Envelope[], loading: Promise<Loaded[]>} | null} what is read while a batch is on its way */
    this.ahead = null;
    /** @type {Answer | null} the answer that stopped the round or spoilt its manifest */
    this.answer = null;
  }

  /** Sends a batch while the receipts of the one before are stored and the one after is read. */
  async records() {
    const queue = batches(due(await this.machine.store.all(), "record", this.until));
    /** @type {Promise<unknown>} */
    let storing = Promise.resolve();
    for (let batch = queue.shift(); batch && !this.stopped; batch = queue.shift()) {
      const loaded = await this.read(batch);
      if (loaded.length === 0) continue;
      const [answer] = await Promise.all([this.post(loaded), storing, this.readAhead(queue[0])]);
      const step = afterBatch(answer);
      if (step === "halve" && loaded.length > 1) queue.unshift(...halves(loaded.map(({ item }) => item)));
      else storing = step === "store" ? this.keep(loaded, answer.json) : this.fail(loaded, answer, step === "halve");
    }
    await storing;
  }

  /** A batch's bodies, read ahead or now. @param {Envelope[]} batch */
  read(batch) {
    return this.ahead?.batch === batch ? this.ahead.loading : this.load(batch);
  }

  /** @param {Envelope[] | undefined} batch */
  readAhead(batch) {
    this.ahead = batch ? { batch, loading: this.load(batch) } : null;
    return this.ahead?.loading;
  }

  /** Sends blobs smallest first, one in memory at a time. */
  async blobs() {
    const items = due(await this.machine.store.all(), "blob", this.until).sort((a, b) => a.size - b.size);
    for (const item of items) {
      if (this.stopped || this.machine.clock() >= this.ends_at) return;
      const loaded = await this.load([item]);
      if (loaded[0]) await this.blob(loaded[0]);
    }
  }

  /** @param {Loaded} loaded */
  async blob(loaded) {
    const answer = await this.put(loaded);
    const step = afterBatch(answer);
    if (step === "store") await this.keep([loaded], answer.json);
    else await this.fail([loaded], answer, step === "halve");
  }

  /** Reads bodies, each by itself and all side by side; an unreadable one is noted and holds up no other. @param {Envelope[]} items */
  async load(items) {
    const bodies = await Promise.all(items.map(item => this.bodyOf(item)));
    /** @type {Loaded[]} */
    const loaded = [];
    for (const [at, item] of items.entries()) {
      const body = bodies[at];
      if (body) loaded.push({ item, body });
      else await this.machine.store.note([this.aside(item, "unreadable")]);
    }
    return loaded;
  }

  /** @param {Envelope} item */
  async bodyOf(item) {
    try {
      return await this.machine.store.body(item);
    } catch (error) {
      if (error instanceof Error || error instanceof DOMException) return undefined;
      throw error;
    }
  }

  /** @param {Loaded[]} loaded */
  post(loaded) {
    const headers = { "Content-Type": OCTETS, ...seenHeader(this.seen) };
    return ask(this.machine.fetch, "/api/outbox/envelopes", { method: "POST", body: frames(loaded), headers });
  }

  /** @param {Loaded} loaded */
  put({ item, body }) {
    const headers = {
      "Content-Type": OCTETS,
      "Lanyard-Chain": item.chain,
      "Lanyard-Seq": String(item.seq),
      "Lanyard-Kid": item.kid,
      "Lanyard-Digest": item.digest,
      ...(item.trip ? { "Lanyard-Trip": item.trip } : {}),
      ...seenHeader(this.seen),
    };
    return ask(this.machine.fetch, `/api/outbox/blobs/${item.id}`, { method: "PUT", body, headers });
  }

  /** Stores the receipts that are truly for these items; the others are tried again by themselves. @param {Loaded[]} loaded @param {any} json */
  keep(loaded, { epoch, receipts, audit_head }) {
    const changes = loaded.map(({ item }) => {
      const receipt = receipts.find((/** @type {any} */ one) => isReceiptFor(item, one, epoch));
      if (receipt) return this.received(item, receipt.n, epoch);
      const isDamaged = receipts.some((/** @type {any} */ one) => one?.id === item.id && one.code === "intake.damaged");
      return this.aside(item, isDamaged ? "damaged" : "unconfirmed");
    });
    const n = Math.max(0, ...changes.map(change => ("n" in change ? change.n : 0)));
    const shown = typeof audit_head === "string" && audit_head !== "" ? { epoch, n, audit_head } : undefined;
    const before = this.seen;
    if (shown && before && before.epoch === epoch) this.seen = { ...shown, n: Math.max(n, before.n) };
    return this.machine.store.note(changes, shown);
  }

  /** @param {Loaded[]} loaded @param {Answer} answer @param {boolean} isItsOwn the item's fault rather than the line's */
  fail(loaded, answer, isItsOwn) {
    const reason = reasonOf(answer);
    this.stopped = !isItsOwn;
    if (this.stopped) this.answer = answer;
    const changes = loaded.map(({ item }) =>
      isItsOwn ? this.aside(item, reason) : { ...named(item), tries: item.tries + 1, last_error: reason },
    );
    return this.machine.store.note(changes);
  }

  /** @param {Envelope} item @param {number} n @param {string} epoch */
  received(item, n, epoch) {
    const state = /** @type {const} */ ("received");
    const received_at = this.machine.clock();
    return { ...named(item), state, n, epoch, received_at, tries: item.tries + 1, last_error: null };
  }

  /** Gives one item its own back-off, so that it blocks nothing. @param {Envelope} item @param {Reason} reason */
  aside(item, reason) {
    const tries = item.tries + 1;
    const next_try_at = this.machine.clock() + itemPause(tries, this.machine.random());
    return { ...named(item), tries, last_error: reason, next_try_at };
  }
}

/** @param {Envelope} item */
const named = ({ type, id }) => ({ type, id });

/** What was seen of the server, as it travels with items; nothing that a header could not carry. @param {Seen | null} seen @returns {Record<string, string>} */
function seenHeader(seen) {
  const words = seen ? [seen.epoch, String(seen.n), seen.audit_head] : [];
  return words.length > 0 && words.every(word => /^[!-~]+$/.test(word)) ? { "Lanyard-Seen": words.join(" ") } : {};
}
