// The outbox on this phone: what was filed, its number, and what became of it; `filing_store.js` puts it there. Nothing here
// deletes what was filed; only `settle` lets sealed bytes go, and only by the rule in `outbox_rules.js`.
import { afterManifest } from "./outbox_rules.js";

/** @typedef {import("./outbox_rules.js").Envelope} Envelope */
/** @typedef {import("./outbox_rules.js").Chain} Chain */
/** @typedef {import("./outbox_database.js").Rows} Rows */
/** @typedef {Pick<import("./outbox_database.js").OutboxDatabase, "read" | "write" | "probe">} Database */
/** @typedef {{epoch: string, n: number, audit_head: string}} Seen */
/** @typedef {Pick<Envelope, "type" | "id">} Named */

const SEEN = "seen";

/** The outbox's store over a database handed in. */
export class OutboxStore {
  /** @param {Database} database @param {() => string} newChain makes 32 lower-case hex digits */
  constructor(database, newChain) {
    this.database = database;
    this.newChain = newChain;
  }

  /** Makes the two chains at first start. */
  prepare() {
    return this.database.write(async ({ meta }) => {
      if ((await openChains(meta)).length === 0) await this.begin(meta);
    });
  }

  /** @returns {Promise<Chain[]>} */
  chains() {
    return this.database.read(({ meta }) => allChains(meta));
  }

  /** @returns {Promise<Envelope[]>} */
  all() {
    return this.database.read(({ envelope }) => envelope.getAll());
  }

  /** The sealed bytes. @param {Named} item @returns {Promise<ArrayBuffer | undefined>} */
  body({ type, id }) {
    return this.database.read(({ body }) => body.get([type, id]));
  }

  /** What the server last said of itself. @returns {Promise<Seen | null>} */
  async seen() {
    const row = await this.database.read(({ meta }) => meta.get(SEEN));
    return row ? { epoch: row.epoch, n: row.n, audit_head: row.audit_head } : null;
  }

  /** Keeps what the server said of itself, when that is news. @param {Seen} seen */
  async remember(seen) {
    const before = await this.seen();
    if (JSON.stringify(before) === JSON.stringify(seen)) return;
    await this.database.write(({ meta }) => meta.put({ chain: SEEN, ...seen }));
  }

  /**
   * Notes what happened to items, and with receipts what they show of the server, in one transaction.
   * @param {Array<Named & Partial<Envelope>>} changes @param {Seen} [shown]
   */
  note(changes, shown) {
    return this.database.write(async ({ envelope, meta }) => {
      const before = changes.map(({ type, id }) => envelope.get([type, id]));
      const [seen, ...items] = await Promise.all([shown ? meta.get(SEEN) : null, ...before]);
      const noted = changes.map((change, at) => items[at] && { ...items[at], ...change }).filter(Boolean);
      const writes = noted.map(item => envelope.put(item, [item.type, item.id]));
      // What is seen of another life waits for the manifest, which tells that life what this phone keeps.
      if (shown && seen?.epoch === shown.epoch) {
        writes.push(meta.put({ ...seen, ...shown, n: Math.max(seen.n, shown.n) }));
      }
      await Promise.all(writes);
    });
  }

  /**
   * Lets sealed bytes go that the school holds twice, and offers again what an earlier life of the server had.
   * @param {import("./outbox_rules.js").Said} said
   */
  settle(said) {
    return this.database.write(async ({ envelope, body }) => {
      const items = await envelope.getAll();
      const writes = items.flatMap(item => {
        const change = afterManifest(item, said);
        if (!change) return [];
        const key = [item.type, item.id];
        const lettingGo = change.state === "settled" ? [body.delete(key)] : [];
        return [envelope.put({ ...item, ...change }, key), ...lettingGo];
      });
      await Promise.all(writes);
    });
  }

  /** Begins fresh chains, once the server has seen one number used twice. Unused chains are fresh already. */
  renumber() {
    return this.database.write(async ({ meta }) => {
      const open = await openChains(meta);
      if (!open.some(chain => chain.next > 1)) return;
      for (const chain of open) await meta.put({ ...chain, closed: true });
      await this.begin(meta);
    });
  }

  /** Finds a broken connection before it is needed. */
  probe() {
    return this.database.probe();
  }

  /** @param {Rows} meta @returns {Promise<Chain>} */
  async mainChain(meta) {
    const main = (await openChains(meta)).find(chain => !chain.apart);
    return main ?? this.begin(meta);
  }

  /** Once there is a main chain, there is one apart. @param {Rows} meta */
  async chainApart(meta) {
    const apart = (await openChains(meta)).find(chain => chain.apart);
    return /** @type {Chain} */ (apart);
  }

  /** Makes a main chain and one apart. @param {Rows} meta @returns {Promise<Chain>} the main one */
  async begin(meta) {
    const main = { chain: this.newChain(), next: 1, apart: false };
    await meta.put(main);
    await meta.put({ chain: this.newChain(), next: 1, apart: true });
    return main;
  }
}

/** @param {Rows} meta @returns {Promise<Chain[]>} */
async function allChains(meta) {
  return (await meta.getAll()).filter(row => row.chain !== SEEN);
}

/** @param {Rows} meta */
async function openChains(meta) {
  return (await allChains(meta)).filter(chain => !chain.closed);
}
