// A phone: its storage, clock, cookie and lock, shared by its tabs and its worker. The code they run is the shipped one.
import { createHash } from "node:crypto";
import { Disk } from "./disk.js";
import { Tab } from "./tab.js";

const COOKIE_LIFE_MS = 34_560_000_000;
export const sha256 = bytes => createHash("sha256").update(bytes).digest("hex");

/** The `local` database, which holds nothing that was filed. */
class LocalMemory {
  constructor(rows = new Map()) {
    this.rows = rows;
  }

  read = async name => structuredClone(this.rows.get(name));
  write = async (name, value) => void this.rows.set(name, structuredClone(value));
  forget = async name => void this.rows.delete(name);

  async writeAll(values) {
    for (const [name, value] of Object.entries(values)) await this.write(name, value);
  }
}

/** One lock for a phone's tabs and worker; a page goes without when it is taken, the worker waits. */
class SendingLock {
  constructor() {
    this.holder = null;
    this.asked = [];
  }

  request(tab, work) {
    return new Promise((resolve, reject) => {
      if (!tab.isDead) this.asked.push({ tab, work, resolve, reject });
    });
  }

  effects() {
    return this.asked
      .filter(({ tab }) => !this.holder || !tab.isWorker)
      .map(one => ({ kind: "lock", tab: one.tab, run: () => this.grant(one) }));
  }

  grant(one) {
    this.asked = this.asked.filter(other => other !== one);
    if (this.holder) return one.resolve(null);
    this.holder = one;
    const free = () => {
      if (this.holder === one) this.holder = null;
    };
    one.work().finally(free).then(one.resolve, one.reject);
  }

  forget(tab) {
    this.asked = this.asked.filter(one => one.tab !== tab);
    if (this.holder?.tab === tab) this.holder = null;
  }
}

export class Phone {
  /** @param {import("./world.js").World} world @param {string} name @param {{id: string, name: string, token: string}} about */
  constructor(world, name, { id, name: ownName, token }) {
    Object.assign(this, { world, name, id });
    this.disk = new Disk();
    this.local = new LocalMemory(new Map([["phone", { id, name: ownName }]]));
    this.lock = new SendingLock();
    this.skew = 0;
    this.cookie = { value: `${world.about.cookie_name}=${token}`, until: this.clock() + COOKIE_LIFE_MS };
    /** @type {Tab[]} those alive */
    this.tabs = [];
    this.opened = 0;
    /** What the line is like for now. @type {{weather: object | null, until: number}} */
    this.line = { weather: null, until: 0 };
    /** Records begun on this phone and not filed, as ids. @type {string[]} */
    this.drafts = [];
    /** Who has a PIN here, by the id of the member of staff, and who has the phone open now. @type {Map<string, import("./holders.js").Holder>} */
    this.holders = new Map();
    /** @type {string | null} */
    this.holder = null;
    /** What this phone told somebody was filed. @type {import("./world.js").Claim[]} */
    this.claims = [];
    /** Every receipt that truly reached this phone, and how far the second copy was said to be in each epoch. */
    this.receipts = new Set();
    this.settled = new Map();
  }

  /** This phone's storage and cookie on another one, as when a phone is set up from a backup of this one. */
  clone(name) {
    const { world, id, local, cookie } = this;
    const twin = new Phone(world, name, { id, name, token: "" });
    twin.disk = this.disk.copy();
    twin.local = new LocalMemory(new Map(structuredClone([...local.rows])));
    Object.assign(twin, { cookie: { ...cookie }, skew: this.skew, drafts: [...this.drafts], claims: [...this.claims] });
    twin.holders = new Map(this.holders);
    twin.receipts = new Set(this.receipts);
    twin.settled = new Map(this.settled);
    return twin;
  }

  clock = () => this.world.time + this.skew;

  openTab(isWorker = false) {
    const tab = new Tab(this, `${this.name}/${isWorker ? "worker" : "tab"}${++this.opened}`, isWorker);
    this.tabs.push(tab);
    return tab;
  }

  effects() {
    return [...this.disk.effects(), ...this.lock.effects(), ...this.tabs.flatMap(tab => tab.timers())];
  }

  /** What the phone knows when it files. */
  known() {
    const { rows } = this.local;
    return {
      phone: rows.get("phone")?.id ?? null,
      keys: rows.get("keys") ?? this.world.about.keys,
      offset: rows.get("offset") ?? null,
    };
  }

  cookieHeader() {
    if (this.cookie && this.cookie.until <= this.clock()) this.cookie = null;
    return this.cookie?.value ?? "";
  }

  keepCookie(header) {
    const value = header?.split(";")[0];
    if (value) this.cookie = { value, until: this.clock() + COOKIE_LIFE_MS };
  }

  /** Notes what the server truly told this phone, so that what the phone makes of it can be held against it. */
  hears(url, { status, body }) {
    if (status < 200 || status >= 300 || !url.startsWith("/api/outbox/")) return;
    const { epoch, receipts, settled_n: settledN } = JSON.parse(body.toString());
    for (const { type, id, digest, n } of receipts ?? []) this.receipts.add([epoch, type, id, digest, n].join(" "));
    if (settledN !== undefined) this.settled.set(epoch, Math.max(settledN, this.settled.get(epoch) ?? 0));
  }
}
