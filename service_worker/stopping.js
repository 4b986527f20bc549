// Ends what this worker does on a slow line, so that a new version need not wait for it.

let ending = new AbortController();

/** Ends it now; what was not sent or fetched is its successor's. */
export function stop() {
  ending.abort();
  ending = new AbortController();
}

/** @param {Promise<unknown>} work @returns {Promise<unknown>} it ends with the work, or fails once a new version is let in */
export function untilStopped(work) {
  const { signal } = ending;
  const stopped = new Promise((_resolve, reject) =>
    signal.addEventListener("abort", () => reject(signal.reason), { once: true }),
  );
  return Promise.race([work, stopped]);
}
