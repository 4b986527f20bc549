// Who is using this phone now, and so who writes what is reported next. It never touches what was filed before.
import { askJson } from "../foundation/requests.js";

/** `since`: when they signed in here; `how`: a PIN opened the phone for them, or they only signed in. @typedef {{id: string, name: string, since?: number, how?: "pin" | "session"}} Author */
/** Who wrote a record, as the record says. @typedef {{staff: string | null, how: "pin" | "session" | "none", typed_name: string | null, unlocked_by: string | null}} Actor */
/** @typedef {import("../foundation/requests.js").Fetch} Fetch */

const NAME = "author";

/** Keeps the author, in the `local` database. */
export class AuthorStore {
  /** @param {import("../foundation/local_store.js").LocalStore} local @param {Fetch} fetch */
  constructor(local, fetch) {
    this.local = local;
    this.fetch = fetch;
  }

  /** @returns {Promise<Author | null>} */
  async load() {
    return (await this.local.read(NAME)) ?? null;
  }

  /** @param {{id: string, name: string}} author who has just signed in */
  keep(author) {
    return this.local.write(NAME, { ...author, since: Date.now() });
  }

  /** Forgets the author here first; the school is told when it can be. */
  async signOut() {
    await this.forget();
    await askJson(this.fetch, "/api/sign-out", {});
  }

  /** Whether somebody has signed in after that moment; one still to come was set by a wrong clock. @param {number} moment */
  async isNewerThan(moment) {
    const since = (await this.load())?.since ?? 0;
    return since > moment && since <= Date.now();
  }

  forget() {
    return this.local.forget(NAME);
  }
}

/**
 * The author as a record names one. Somebody without an own unlock may write on another's: then only their name is typed.
 * @param {Author | null} author @param {string} [typed] who is writing instead @returns {Actor}
 */
export function actorOf(author, typed = "") {
  // As typed: a name's own spaces come one letter at a time.
  const typed_name = typed.trim() ? typed : null;
  if (typed_name) return { staff: null, how: author?.how ?? "none", typed_name, unlocked_by: author?.id ?? null };
  return {
    staff: author?.id ?? null,
    how: author ? (author.how ?? "session") : "none",
    typed_name: null,
    unlocked_by: null,
  };
}
