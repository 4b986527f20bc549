// Whether this window keeps anything. Private windows and blocked site data refuse storage, the worker, or both; an
// address without https has neither the worker nor what sealing needs.

/**
 * `window`: storage answers, but the app itself is not kept, and storage may go with the window.
 * `nothing`: storage is refused. `unsafe`: the address is not secure.
 * @typedef {"all" | "window" | "nothing" | "unsafe"} Keeps
 */

/** What the browser allows before any storage was tried. @returns {Promise<Keeps>} */
export async function allowedToKeep() {
  if (!globalThis.isSecureContext) return "unsafe";
  return (await refusesTheApp()) ? "window" : "all";
}

/** Whether storage failed because the browser does not allow it, rather than because it broke. @param {unknown} error */
export async function isRefusal(error) {
  const isSaid = error instanceof DOMException && error.name === "SecurityError";
  return isSaid || typeof indexedDB === "undefined" || refusesTheApp();
}

async function refusesTheApp() {
  try {
    await caches.keys();
    return !navigator.serviceWorker;
  } catch {
    return true;
  }
}
