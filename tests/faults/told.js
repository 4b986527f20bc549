// What each phone has told the school that waits on it, as far as the school can have kept it. A server that dies in the
// middle of an answer may have kept that word or the one before; a database put back has the word of its day.

const MANIFEST = "/api/outbox/manifest";

export class Told {
  constructor() {
    /** By phone, the numbers of which one is kept. @type {Map<string, Set<number>>} */
    this.kept = new Map();
    this.saved = new Map();
  }

  /** @param {string | undefined} phone @param {{url: string, body: Buffer}} asked @param {number} status 0 where the server died */
  hear(phone, { url, body }, status) {
    const isKept = status >= 200 && status < 300;
    if (!phone || url !== MANIFEST || !(isKept || status === 0)) return;
    const number = waitingIn(body);
    if (number !== null) this.kept.set(phone, new Set(isKept ? [number] : [...this.of(phone), number]));
  }

  /** @param {string} phone */
  of(phone) {
    return this.kept.get(phone) ?? new Set([0]);
  }

  save() {
    this.saved = new Map(this.kept);
  }

  putBack() {
    this.kept = new Map(this.saved);
  }
}

/** @param {Buffer} body @returns {number | null} null where a fault of the line left no manifest */
function waitingIn(body) {
  try {
    const { chains } = JSON.parse(body.toString());
    return chains.filter(({ apart }) => !apart).reduce((sum, { pending }) => sum + pending.length, 0);
  } catch {
    return null;
  }
}
