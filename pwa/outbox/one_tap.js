// Two taps of a glove are one: what is still on its way is not begun once more.

/** What is on its way, by what it is about. */
export class OneTap {
  /** @type {Set<string>} */
  busy = new Set();

  /** Does it, unless the same is on its way; then it answers undefined. @template T @param {string} id @param {() => Promise<T>} work @returns {Promise<T | undefined>} */
  async once(id, work) {
    if (this.busy.has(id)) return undefined;
    this.busy.add(id);
    try {
      return await work();
    } finally {
      this.busy.delete(id);
    }
  }
}
