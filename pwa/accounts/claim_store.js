// What was saved while nobody had the phone open: ids, forms and times, so that whoever it was can say so later. Not their words.

/** `asked` are those who have said that it was not theirs; without a `form` it is a report. @typedef {{id: string, at: number, asked: string[], form?: string}} Claim */

const NAME = "claims";

/** Keeps what is nobody's yet, in the `local` database. */
export class ClaimStore {
  /** @param {import("../foundation/local_store.js").LocalStore} local */
  constructor(local) {
    this.local = local;
  }

  /** @returns {Promise<Claim[]>} */
  async all() {
    return (await this.local.read(NAME)) ?? [];
  }

  /** @param {string} id @param {number} at milliseconds @param {string} form */
  async add(id, at, form) {
    await this.local.change(NAME, (/** @type {Claim[]} */ all = []) => [...all, { id, at, form, asked: [] }]);
  }

  /** Somebody has said whose it is: theirs, and it is nobody else's; or not theirs, and others are asked. @param {string} id @param {string} staff @param {boolean} isTheirs */
  async said(id, staff, isTheirs) {
    await this.local.change(NAME, (/** @type {Claim[]} */ claims = []) => {
      const others = claims.filter(claim => claim.id !== id);
      const said = claims.filter(claim => claim.id === id && !isTheirs);
      return [...others, ...said.map(claim => ({ ...claim, asked: [...claim.asked, staff] }))];
    });
  }
}
