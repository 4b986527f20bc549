// What happens to a phone's tabs and to its storage.

const KILLED_FREELY = 1;
const isDraft = ({ on }) => on.isWrite;

function kill(world, tab) {
  world.note(`  ${tab.name} is gone`);
  tab.close();
}

/** @typedef {import("./line_faults.js").Fault} Fault */
/** @type {Fault[]} */
export const STORAGE_FAULTS = [
  {
    name: "tab killed before its write was whole",
    on: "commit",
    weight: 3,
    may: isDraft,
    strike(world, { tab }) {
      world.strike(this.name);
      kill(world, tab);
    },
  },
  {
    name: "tab killed after its write was whole",
    on: "commit",
    weight: 3,
    strike(world, { tab, on: transaction }) {
      world.strike(this.name);
      transaction.complete({ isHeard: false });
      kill(world, tab);
    },
  },
  {
    name: "storage full at the commit",
    on: "commit",
    weight: 3,
    strike(world, { on: transaction }) {
      world.strike(this.name);
      transaction.fail(new DOMException("No room", "QuotaExceededError"));
    },
  },
  {
    name: "database connection dies once",
    on: "commit",
    weight: 3,
    strike(world, { tab, on: transaction }) {
      world.strike(this.name);
      tab.connection.isBroken = true;
      transaction.fail(new DOMException("The connection was lost", "AbortError"));
    },
  },
  {
    name: "tab killed while sending",
    on: "reply",
    weight: 3,
    strike(world, { tab }) {
      world.strike(this.name);
      kill(world, tab);
    },
  },
];

const pick = (world, list) => world.chance.pick(list);

/** @typedef {{name: string, weight: number, may?: (world: any, phone: any) => unknown, strike: (world: any, phone: any) => unknown}} StepFault */
/** Those that need no effect to strike at. @type {StepFault[]} */
export const STORAGE_STEPS = [
  {
    name: "tab killed at any time",
    weight: 3,
    may: (_world, phone) => phone.tabs.length >= KILLED_FREELY,
    strike(world, phone) {
      world.strike(this.name);
      kill(world, pick(world, phone.tabs));
    },
  },
  {
    name: "phone storage full for a while",
    weight: 3,
    strike(world, phone) {
      phone.disk.full = phone.disk.full ? "" : pick(world, ["more", "note"]);
      world.strike(this.name, phone.disk.full || "room again");
    },
  },
  {
    name: "database connection dies for good",
    weight: 2,
    may: (_world, phone) => phone.tabs.some(tab => tab.connection),
    strike(world, phone) {
      const tab = pick(
        world,
        phone.tabs.filter(({ connection }) => connection),
      );
      world.strike(this.name, tab.name);
      tab.isBrokenForGood = true;
      tab.connection.isBroken = true;
    },
  },
  {
    name: "sending lock lost",
    weight: 3,
    may: (_world, phone) => phone.lock.holder,
    strike(world, phone) {
      world.strike(this.name);
      phone.lock.holder = null;
    },
  },
  {
    name: "sealed bytes cannot be read",
    weight: 1,
    may: (_world, phone) => phone.disk.rows.body.size > 0,
    strike(world, phone) {
      const key = pick(world, [...phone.disk.rows.body.keys()]);
      world.strike(this.name, key);
      phone.disk.unreadable.add(key);
    },
  },
];
