// What happens around the phones: clocks, cookies, people, keys, poison, and the server's own misfortunes.
import { newestKey } from "../../pwa/foundation/seal.js";
import { carriesItems } from "./line_faults.js";
import { file, pageOf } from "./people.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LEAPS = { "24 hours": DAY, "30 days": 30 * DAY, "400 days": 400 * DAY, "2 years": 730 * DAY };
const MOST_PHONES = 6;
const DEEP = 5000;
const MANY_STATEMENTS = 30;

/** @typedef {import("./line_faults.js").Fault} Fault */
/** @typedef {import("./storage_faults.js").StepFault} StepFault */

/** Where the server dies, each with how many such places one request may have. */
const CRASHES = {
  statement: MANY_STATEMENTS,
  before_commit: 4,
  inside_commit: 2,
  after_commit: 4,
  inside_append: 1,
  after_append: 1,
  sync: 2,
};

const isOutbox = ({ on }) => on.asked.url.startsWith("/api/outbox/");

/** @type {Fault[]} */
export const SERVER_FAULTS = [
  ...Object.entries(CRASHES).map(([crash, places]) => ({
    name: `server crashes: ${crash.replace("_", " ")}`,
    on: "request",
    weight: crash === "statement" ? 4 : 3,
    may: crash.includes("append") || crash === "sync" ? carriesItems : isOutbox,
    strike: (world, effect) => leaveWith(world, effect, { crash, at: whichOf(world, places) }),
  })),
  ...Object.entries({ full: 1, locked: 1, unsynced: 2 }).map(([disk, places]) => ({
    name: `server's disk: ${disk}`,
    on: "request",
    weight: 3,
    may: disk === "unsynced" ? carriesItems : isOutbox,
    strike: (world, effect) => leaveWith(world, effect, { disk, at: whichOf(world, places) }),
  })),
];

/** The first as often as all the others together: it is the one that stores. */
function whichOf({ chance }, places) {
  return places === CRASHES.statement || chance.flip(0.5) ? 1 + chance.below(places) : 1;
}

async function leaveWith(world, { on: call }, faults) {
  const { struck } = await world.wire.leave(call, { faults });
  for (const what of new Set(struck)) {
    const [kind, where] = what.split(".");
    world.strike(kind === "crash" ? `server crashes: ${where.replace("_", " ")}` : `server's disk: ${where}`);
  }
}

function leap(words, ms, sign) {
  return {
    name: `phone's clock ${sign > 0 ? "on" : "back"} by ${words}`,
    weight: 0.7,
    strike(world, phone) {
      world.strike(this.name, phone.name);
      phone.skew += sign * ms;
    },
  };
}

/** Something broken inside a good seal, or under a label that is odd. */
const POISONS = {
  "poison: half letters": (world, phone) => file(world, phone, { more: " \ud83d half \udc00 letters" }),
  "poison: label with half a letter": (world, phone) => odd(world, phone, { trip: "trip \ud800" }),
  "poison: JSON 5,000 deep": (world, phone) => odd(world, phone, { json: "[".repeat(DEEP) + "]".repeat(DEEP) }),
  "poison: no JSON inside": (world, phone) => odd(world, phone, { json: "grazed knee" }),
  "poison: a key nobody has": (world, phone) => odd(world, phone, { kid: "0000000000000000" }),
};

function odd(world, phone, { json = "{}", trip = null, kid = newestKey(phone.known().keys).kid }) {
  pageOf(world, phone).fileOdd({ type: "record", id: world.chance.uuid(), trip, json, kid });
}

/** @type {StepFault[]} */
export const SCHOOL_STEPS = [
  ...Object.entries(LEAPS).map(([words, ms]) => leap(words, ms, 1)),
  ...Object.entries(LEAPS).map(([words, ms]) => leap(words, ms, -1)),
  ...Object.keys(POISONS).map(name => ({
    name,
    weight: 1,
    strike(world, phone) {
      world.strike(name, phone.name);
      POISONS[name](world, phone);
    },
  })),
  {
    name: "server's clock wrong",
    weight: 2,
    strike(world) {
      const words = world.chance.pick(Object.keys(LEAPS));
      world.serverSkew = world.chance.pick([0, LEAPS[words], -LEAPS[words]]);
      world.strike(this.name, words);
    },
  },
  {
    name: "earlier request again",
    weight: 8,
    may: world => world.wire.earlier.length > 0,
    async strike(world) {
      const { status } = await world.wire.deliver(world.chance.pick(world.wire.earlier));
      world.strike(this.name, `${status}`);
    },
  },
  {
    name: "cookie deleted",
    weight: 2,
    strike(world, phone) {
      world.strike(this.name, phone.name);
      phone.cookie = null;
    },
  },
  {
    name: "app of another day: an old record version",
    weight: 2,
    strike(world, phone) {
      world.strike(this.name, phone.name);
      file(world, phone, { v: 0 });
    },
  },
  {
    name: "app of another day: a version still to come",
    weight: 2,
    strike(world, phone) {
      world.strike(this.name, phone.name);
      file(world, phone, { v: 99 });
    },
  },
  {
    name: "school key turned",
    weight: 2,
    async strike(world) {
      await world.ask({ do: "rotate" });
      world.strike(this.name);
    },
  },
  {
    name: "phone revoked",
    weight: 1.5,
    async strike(world, phone) {
      await world.ask({ do: "revoke", phone: phone.id });
      world.strike(this.name, phone.name);
    },
  },
  {
    name: "another person signs in",
    weight: 2,
    strike(world, phone) {
      const { email } = world.chance.pick(world.about.people);
      world.strike(this.name, phone.name);
      world.bug?.onUserSwitch?.(phone);
      pageOf(world, phone).signIn(email, world.about.password);
    },
  },
  {
    name: "person signs out",
    weight: 1.5,
    strike(world, phone) {
      world.strike(this.name, phone.name);
      pageOf(world, phone).signOut();
    },
  },
  {
    name: "account shut",
    weight: 1.5,
    async strike(world, phone) {
      const { id } = phone.local.rows.get("author") ?? world.chance.pick(world.about.people);
      await world.ask({ do: "disable", staff: id });
      world.strike(this.name);
    },
  },
  {
    name: "two phones with one cookie",
    weight: 3,
    may: world => world.phones.length < MOST_PHONES,
    strike(world, phone) {
      const name = `phone${world.phones.length + 1}`;
      world.strike(this.name, `${name} is a copy of ${phone.name}`);
      const draft = world.chance.uuid();
      const twin = phone.clone(name);
      world.phones.push(twin);
      // What was begun before is gone on with on both.
      for (const one of [phone, twin]) {
        if (world.chance.flip(0.7)) file(world, one, { id: draft });
        else one.drafts.push(draft);
      }
    },
  },
  {
    name: "server deployed anew",
    weight: 1,
    async strike(world) {
      await world.ask({ do: "redeploy" });
      world.strike(this.name);
    },
  },
  restore("database went back in time", "kept"),
  restore("database and second copy went back in time", "back"),
  restore("database went back in time, second copy lost", "gone"),
];

/** @param {string} name @param {"kept" | "back" | "gone"} copy what becomes of the second copy */
function restore(name, copy) {
  return {
    name,
    weight: 4,
    may: world => world.isSaved,
    async strike(world) {
      await world.ask({ do: "restore", copy });
      world.restores.push(copy);
      world.putBack();
      world.strike(name);
    },
  };
}
