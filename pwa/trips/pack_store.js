// Today's list on this phone: sealed to each person with a PIN here, so that it can be fetched while locked.
import { APP_VERSION } from "../foundation/version.js";
import { LISTS } from "./lists_end.js";

/** `tag` tells it from any other; `checked_at` is when the school last said that it still holds, ms. @typedef {{tag: string, bytes: ArrayBuffer, checked_at: number}} Sealed */
/** @typedef {import("../foundation/requests.js").Fetch} Fetch */

const LIMIT_MS = 60_000;
const OCTETS = "application/octet-stream";
// The school has none now, does not know the person here any more, or takes the phone for lost.
const NONE = new Set([204, 403, 404]);

/** Keeps the sealed lists, in the `local` database. */
export class PackStore {
  /** @param {import("../foundation/local_store.js").LocalStore} local @param {Fetch} fetch @param {() => number} clock */
  constructor(local, fetch, clock) {
    this.local = local;
    this.fetch = fetch;
    this.clock = clock;
  }

  /** @returns {Promise<Record<string, Sealed>>} by the person's id here */
  async all() {
    return (await this.local.read(LISTS)) ?? {};
  }

  /**
   * Asks the school for everybody's list. What cannot be had stays as it was.
   * Tabs and worker may ask at once: each changes only what it heard itself.
   * @param {() => Promise<string[]>} whose ids of those who have a PIN here
   */
  async refresh(whose) {
    const before = await this.all();
    /** @type {Record<string, Sealed | undefined>} */
    const heard = {};
    for (const unlock of await whose()) {
      const sealed = await this.asked(unlock, before[unlock]);
      if (sealed !== before[unlock]) heard[unlock] = sealed;
    }
    // Whoever came meanwhile keeps what another has heard for them.
    const here = await whose();
    await this.local.change(LISTS, (all = {}) => {
      // What another heard meanwhile may be newer.
      const after = (/** @type {string} */ unlock) =>
        unlock in heard && all[unlock]?.tag === before[unlock]?.tag ? heard[unlock] : all[unlock];
      return Object.fromEntries(here.filter(after).map(unlock => [unlock, after(unlock)]));
    });
  }

  /** @param {string} unlock @param {Sealed | undefined} before @returns {Promise<Sealed | undefined>} */
  async asked(unlock, before) {
    try {
      const response = await this.fetch(`/api/packs/${unlock}`, {
        headers: { "Lanyard-Client": APP_VERSION, ...(before ? { "If-None-Match": `"${before.tag}"` } : {}) },
        credentials: "same-origin",
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(LIMIT_MS),
      });
      return await this.heard(response, before);
    } catch (error) {
      // No line, half an answer, another's page: the list that is here is still the newest that is known.
      if (error instanceof Error || error instanceof DOMException) return before;
      throw error;
    }
  }

  /** @param {Response} response @param {Sealed | undefined} before */
  async heard(response, before) {
    if (response.status === 304 && before) return { ...before, checked_at: this.clock() };
    if (NONE.has(response.status) && !response.redirected) return undefined;
    const tag = response.headers.get("ETag")?.replaceAll('"', "");
    if (response.status !== 200 || !tag || response.headers.get("Content-Type") !== OCTETS) return before;
    return { tag, bytes: await response.arrayBuffer(), checked_at: this.clock() };
  }
}
