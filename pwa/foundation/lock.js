// A lock shared by every tab and the worker, so that one of them sends at a time.

/** @typedef {<T>(work: () => Promise<T>) => Promise<T | null>} Lock Runs the work, or answers null when another holds it. */

/**
 * The lock saves work only; the server's answers keep double sending harmless, so a browser without locks goes ahead.
 * @param {string} name @param {{waits?: boolean}} [how] `waits` for its turn rather than leaving the work to another
 * @returns {Lock}
 */
export function webLock(name, { waits = false } = {}) {
  return work => {
    if (!navigator.locks) return work();
    return navigator.locks.request(name, { ifAvailable: !waits }, lock => (lock ? work() : null));
  };
}
