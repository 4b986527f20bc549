// "Coach in a tunnel": a demo school's app can act as if there were no signal, because turning Wi-Fi off does not cut
// a server on the same machine. The switch is kept, so that page and worker obey the same one, after a kill as well.

/** @typedef {import("./requests.js").Fetch} Fetch */
/** @typedef {Pick<import("./local_store.js").LocalStore, "read" | "write" | "forget">} Local */

const NAME = "tunnel";
const START = "/app/start.json";

/** The one place that decides whether a request may leave. */
export class Tunnel {
  /** @param {Local} local @param {() => Promise<any>} [start] what this phone's copy of the app says of the school */
  constructor(local, start = startOnThisPhone) {
    this.local = local;
    this.start = start;
  }

  /** A real school's phone is never inside, whatever it once kept; nor is one that cannot read its switch. */
  async isInside() {
    try {
      if (!(await this.local.read(NAME))) return false;
      const card = await this.local.read("card");
      const school = card ? card.school : await this.start();
      return school?.demo === true;
    } catch {
      return false;
    }
  }

  /** @param {boolean} isInside */
  turn(isInside) {
    return isInside ? this.local.write(NAME, true) : this.local.forget(NAME);
  }

  /** The line, dropped inside as a phone drops it. @param {Fetch} fetch @returns {Fetch} */
  cuts(fetch) {
    return async (url, init) => {
      if (await this.isInside()) throw new TypeError("In a tunnel");
      return fetch(url, init);
    };
  }
}

async function startOnThisPhone() {
  const kept = await caches.match(START);
  return kept?.json();
}
