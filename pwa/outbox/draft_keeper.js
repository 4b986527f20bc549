// Saves a draft on every change: one write at a time, the newest text next, so that a killed app loses a letter at most.

/** @typedef {import("./drafts.js").Draft} Draft */

/** Keeps one form's draft. */
export class DraftKeeper {
  /** @param {{keep: (draft: Draft) => Promise<void>}} store @param {(isKept: boolean) => void} told */
  constructor(store, told) {
    this.store = store;
    this.told = told;
    /** The newest of each draft that is not saved yet, by its id. @type {Map<string, Draft>} */
    this.newest = new Map();
    /** @type {Promise<void> | null} */
    this.saving = null;
  }

  /** Saves as soon as the write before is done. @param {Draft} draft */
  keep(draft) {
    this.newest.set(draft.id, { ...draft });
    this.saving ??= this.run().finally(() => {
      this.saving = null;
    });
    return this.saving;
  }

  /** Forgets what is not saved yet of one draft and waits for the write on its way, so that nothing comes back afterwards. @param {string} id */
  async stop(id) {
    this.newest.delete(id);
    await this.saving;
  }

  async run() {
    let isKept = true;
    for (const [id, draft] of this.newest) {
      this.newest.delete(id);
      isKept = await this.kept(draft);
    }
    this.told(isKept);
  }

  /** @param {Draft} draft @returns {Promise<boolean>} false is said on screen: the text then lives in the form alone */
  async kept(draft) {
    try {
      await this.store.keep(draft);
      return true;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return false;
    }
  }
}
