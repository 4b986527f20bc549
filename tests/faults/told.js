// What each phone has told the school that waits on it, as far as the school can have kept it. A server that dies in the
// middle of an answer may have kept that word or the one before; a database put back has the word of its day.

const MANIFEST = "/api/outbox/manifest";

export class Told {
  constructor() {
    /** By phone, the numbers of which one is kept. @type {Map<string, Set<number>>} */
    this.kept = new Map();
    this.saved = new Map();
    /** The same of when it was heard, by the clock at school; null is never. @type {Map<string, Set<number | null>>} */
    this.heard = new Map();
    this.savedHeard = new Map();
  }

  /** @param {string | undefined} phone @param {{url: string, body: Buffer}} asked @param {{status: number, at: number}} answer `status` is 0 where the server died */
  hear(phone, { url, body }, { status, at }) {
    const isKept = status >= 200 && status < 300;
    if (!phone || url !== MANIFEST || !(isKept || status === 0)) return;
    const number = waitingIn(body);
    if (number === null) return;
    this.kept.set(phone, new Set(isKept ? [number] : [...this.of(phone), number]));
    this.heard.set(phone, new Set(isKept ? [at] : [...this.heardOf(phone), at]));
  }

  /** @param {string} phone */
  of(phone) {
    return this.kept.get(phone) ?? new Set([0]);
  }

  /** @param {string} phone */
  heardOf(phone) {
    return this.heard.get(phone) ?? new Set([null]);
  }

  save() {
    this.saved = new Map(this.kept);
    this.savedHeard = new Map(this.heard);
  }

  putBack() {
    this.kept = new Map(this.saved);
    this.heard = new Map(this.savedHeard);
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
