// What the browser says of its storage. It is asked once and never waited for: one browser answers only after a prompt.

/** @typedef {{persisted: boolean | null, usage: number | null}} StorageFacts */

/** @param {(facts: Partial<StorageFacts>) => void} told */
export function askAboutStorage(told) {
  const storage = navigator.storage;
  if (!storage) return;
  Promise.resolve(storage.persist?.()).then(
    persisted => told({ persisted: persisted ?? null }),
    () => told({ persisted: null }),
  );
  Promise.resolve(storage.estimate?.()).then(
    estimate => told({ usage: estimate?.usage ?? null }),
    () => told({ usage: null }),
  );
}
