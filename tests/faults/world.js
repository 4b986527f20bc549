// Everything there is in one seed: the phones, the line, the server, the clock, and what is known to be true.
import { Chance } from "./chance.js";
import { givePins } from "./holders.js";
import { Office } from "./office.js";
import { Phone, sha256 } from "./phone.js";
import { StepCheck } from "./step_check.js";
import { Agreements } from "./agreements.js";
import { Told } from "./told.js";
import { Trace } from "./trace.js";
import { hold } from "./violation.js";
import { Wire } from "./wire.js";

const BEGINNING = Date.UTC(2027, 0, 15, 8);

/** What a phone said was filed. @typedef {{phone: Phone, type: string, id: string, digest: string, text: string | null, signer: string | null, seq: number, chain: string}} Claim */

export class World {
  /** @param {import("./server_line.js").ServerLine} server @param {number} seed @param {object | null} bug */
  constructor(server, seed, bug) {
    Object.assign(this, { server, seed, bug });
    this.chance = new Chance(seed);
    this.time = BEGINNING;
    this.serverSkew = 0;
    this.wire = new Wire(this);
    this.trace = new Trace();
    /** @type {Phone[]} */
    this.phones = [];
    /** Everything any storage ever took whole, by type, id and digest: nothing else may be at school. */
    this.taken = new Map();
    /** How often each fault truly struck. @type {Map<string, number>} */
    this.fired = new Map();
    /** What the phones' code threw and nobody expected. @type {Error[]} */
    this.broken = [];
    this.filed = 0;
    this.told = new Told();
    this.agreements = new Agreements();
    this.office = new Office(seed);
    this.isSaved = false;
    /** @type {{whole: boolean}[]} */
    this.restores = [];
    this.check = new StepCheck(this);
  }

  async begin() {
    const [about] = await this.ask({ do: "world", bug: this.bug?.name ?? null });
    this.about = about;
    this.phones = about.phones
      .slice(0, 2 + this.chance.below(3))
      .map((phone, at) => new Phone(this, `phone${at + 1}`, phone));
    for (const phone of this.phones) await givePins(this, phone);
  }

  /** Asks the server's process, at the server's time. */
  ask = (question, body) => this.server.ask({ ...question, now: this.schoolTime }, body);

  /** The time by the clock at school. */
  get schoolTime() {
    return this.time + this.serverSkew;
  }

  /** A backup was made: what is put back later has what was true now. */
  save() {
    this.isSaved = true;
    this.told.save();
    this.agreements.save();
    this.office.save();
  }

  /** The database is that of the last backup. */
  putBack() {
    this.told.putBack();
    this.agreements.putBack();
    this.office.putBack();
  }

  note(line) {
    this.trace.add(line);
  }

  /** Notes that a fault struck. */
  strike(fault, detail = "") {
    this.fired.set(fault, (this.fired.get(fault) ?? 0) + 1);
    this.note(`  fault: ${fault}${detail && ` (${detail})`}`);
  }

  get tabs() {
    return this.phones.flatMap(phone => phone.tabs);
  }

  /** Whatever may happen next without anybody doing anything. */
  effects() {
    return [...this.phones.flatMap(phone => phone.effects()), ...this.wire.effects()];
  }

  /** Somebody was just told "filed": a phone that dies at this instant has it. @param {Phone} phone @param {any} filed @param {{text: string | null, signer: string | null}} [told] */
  claim(phone, filed, { text, signer } = { text: null, signer: null }) {
    const { type, id, digest, chain, seq } = filed;
    const key = `${type},${id}`;
    const { envelope, body } = phone.disk.rows;
    const isHere =
      envelope.get(key)?.digest === digest && body.has(key) && sha256(Buffer.from(body.get(key))) === digest;
    hold(isHere, "I5", () => `${phone.name} said that ${id} is filed, and its storage does not have it`);
    this.filed += 1;
    this.note(`  ${phone.name} filed ${type} ${id} as ${this.trace.nameOf(digest)}, number ${seq}`);
    phone.claims.push({ phone, type, id, digest, text, signer, seq, chain });
  }

  /** Once all is quiet: reads that are answered are over, and what changed is held against the promises. */
  settleDown() {
    for (const phone of this.phones) phone.disk.sweep();
    if (this.broken.length > 0) throw this.broken[0];
    this.check.all();
  }
}
