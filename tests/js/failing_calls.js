// Storage and line of a phone whose calls are counted, and fail at the one a test names: once, or for good until mended.
import { MemoryDatabase } from "./memory_database.js";
import { problem } from "./school.js";

export class Calls {
  constructor() {
    this.failsAt = null;
    this.failed = [];
  }

  arm(failsAt, isForGood) {
    Object.assign(this, { failsAt, isForGood, armed: failsAt, made: 0, failed: [] });
  }

  mend() {
    this.failsAt = null;
  }

  armAgain() {
    this.arm(this.armed, this.isForGood);
  }

  /** Counts a call; whether it is one that fails. */
  fails(name) {
    if (this.failsAt === null) return false;
    this.made++;
    const isDue = this.made === this.failsAt || (this.isForGood && this.made > this.failsAt);
    if (isDue) this.failed.push(name);
    return isDue;
  }
}

/** A database whose opening, reading, writing and committing can fail. */
export class FailingDatabase extends MemoryDatabase {
  constructor(calls) {
    super();
    this.calls = calls;
    this.error = "UnknownError";
  }

  mayFail(name) {
    if (this.calls.fails(name)) throw new DOMException(`${name} failed`, this.error);
  }

  async read(work) {
    this.mayFail("open");
    return super.read(work);
  }

  async transaction(work) {
    this.mayFail("open");
    return super.transaction(async stores => {
      const result = await work(stores);
      this.mayFail("commit");
      return result;
    });
  }

  stores(rows) {
    const stores = super.stores(rows);
    for (const store of Object.values(stores)) {
      for (const name of ["get", "getAll", "put", "delete"]) {
        const real = store[name];
        store[name] = async (...given) => {
          this.mayFail(name);
          return real(...given);
        };
      }
    }
    return stores;
  }
}

const HALF = { "Content-Type": "application/json" };

/** What can become of a request: each is given how the school would have answered. */
export const LINE_FAULTS = {
  "nobody answers": async () => {
    throw new TypeError("Failed to fetch");
  },
  "the school has it and its answer is lost": async answer => {
    await answer();
    throw new TypeError("network error");
  },
  "half of the answer": async answer => {
    const text = await (await answer()).text();
    return new Response(text.slice(0, text.length / 2), { headers: HALF });
  },
  "the school fails": async () => problem(500, "server.failed"),
  "the school has it and fails": async answer => {
    await answer();
    return problem(500, "server.failed");
  },
};

/** The school's fetch, with this fault at the calls that fail. */
export const failingFetch = (school, calls, fault) => async (url, init) => {
  const answer = () => school.fetch(url, init);
  return calls.fails(url) ? fault(answer) : answer();
};
