// What the browser says of its storage. A page asks once and never waits: one browser answers only after a prompt.

/** @typedef {{persisted: boolean | null, usage: number | null}} StorageFacts */

/** @param {(facts: Partial<StorageFacts>) => void} told */
export function askAboutStorage(told) {
  /** @type {{persist?: () => Promise<boolean>, estimate?: () => Promise<{usage?: number}>} | undefined} */
  const storage = navigator.storage;
  if (!storage) return;
  answered(storage.persist?.()).then(persisted => told({ persisted }));
  answered(storage.estimate?.()).then(estimate => told({ usage: estimate?.usage ?? null }));
}

/** The same without asking for more; for the worker, which can prompt nobody. @returns {Promise<StorageFacts>} */
export async function storageFacts() {
  const { storage } = navigator;
  const [persisted, estimate] = await Promise.all([answered(storage?.persisted?.()), answered(storage?.estimate?.())]);
  return { persisted, usage: estimate?.usage ?? null };
}

/** @template T @param {Promise<T> | undefined} asked @returns {Promise<T | null>} null where the browser says nothing */
async function answered(asked) {
  const [outcome] = await Promise.allSettled([asked]);
  return outcome.status === "fulfilled" ? (outcome.value ?? null) : null;
}
