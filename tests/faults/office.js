// The office of a world: it takes alerts up, writes how incidents ended, says which reports are of one event, and hands
// phones out. It has a chance of its own, so that what it does leaves everything else in a seed as it is.
import { Chance } from "./chance.js";

const ITS_OWN = 0x0ff1ce;
const RATES = [0, 0.03, 0.12];
const MOST = 1000;

/**
 * What was done about an alert of that kind and subject, once all up to arrival `last` but those `waiting` was heard.
 * @typedef {{kind: string, subject: string, act: string, last: number, waiting: number[]}} Answer
 */

export class Office {
  /** @param {number} seed */
  constructor(seed) {
    this.chance = new Chance(seed ^ ITS_OWN);
    this.rate = this.chance.pick(RATES);
    /** What a database put back has forgotten. @type {{answers: Answer[], decided: string[], loans: Map<string, string>}} */
    this.known = { answers: [], decided: [], loans: new Map() };
    this.saved = this.known;
    /** What it wrote of incidents, in order: the second copy may have it still. @type {{incident: string, kind: string, key: string}[]} */
    this.written = [];
  }

  save() {
    this.saved = structuredClone(this.known);
  }

  putBack() {
    this.known = structuredClone(this.saved);
  }

  /** Does something or, more often, nothing. */
  async turn(world) {
    if (!this.chance.flip(this.rate)) return;
    const { name, act } = this.chance.weighted(ACTS);
    world.note(`  the office ${name}`);
    await act(this, world);
  }
}

/** @type {{name: string, weight: number, act: (office: Office, world: any) => Promise<void>}[]} */
const ACTS = [
  ...Object.entries({ opened: 1, taken: 4, handed_on: 2, closed: 2 }).map(([act, weight]) => ({
    name: `has an alert ${act.replace("_", " ")}`,
    weight,
    act: (office, world) => answer(office, world, act),
  })),
  ...Object.entries({ "incident.closed": 4, "incident.followed_up": 1 }).map(([kind, weight]) => ({
    name: `writes: ${kind}`,
    weight,
    act: (office, world) => write(office, world, kind),
  })),
  { name: "decides of two reports", weight: 2, act: decide },
  { name: "hands a phone out or takes it back", weight: 2, act: lend },
];

async function answer({ chance, known }, { ask, about }, act) {
  const asked = { do: "answer", at: chance.below(MOST), act, by: about.head, to: chance.pick(about.people).id };
  const [{ done, alert }] = await ask(asked);
  if (done) known.answers.push({ ...alert, act });
}

async function write({ chance, written }, { ask, about, taken }, kind) {
  const [{ item, incident }] = await ask({
    do: "write",
    at: chance.below(MOST),
    kind,
    id: chance.uuid(),
    by: about.head,
  });
  if (!item) return;
  const key = `${item.type} ${item.id} ${item.digest}`;
  taken.set(key, { ...item, phone: "" });
  written.push({ incident, kind, key });
}

async function decide({ chance, known }, { ask, about }) {
  const asked = { do: "decide", trip: about.trip, at: chance.below(MOST), linked: chance.flip(0.5), by: about.head };
  const [{ pair }] = await ask(asked);
  if (pair) known.decided.push(pair);
}

async function lend({ chance, known }, { ask, about }) {
  const { id: phone } = chance.pick(about.phones);
  const act = known.loans.get(phone) === "out" ? "hand_back" : "hand_out";
  const asked = { do: act, phone, staff: chance.pick(about.people).id, trip: about.trip, by: about.head };
  const [{ done }] = await ask(asked);
  if (done) known.loans.set(phone, act === "hand_out" ? "out" : "back");
}
