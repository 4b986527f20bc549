// This build's name, sent with every call: the shell's hash in the worker, the script's own hash in a page.

/** @returns {string} */
function scriptHash() {
  const page = /** @type {{document?: {currentScript?: {src?: string} | null}}} */ (globalThis).document;
  return /-(\w+)\.js$/.exec(page?.currentScript?.src ?? "")?.[1] ?? "dev";
}

export const APP_VERSION = typeof VERSION === "string" ? VERSION : scriptHash();
