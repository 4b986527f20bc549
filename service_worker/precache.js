// The shell on the phone: all of it or none of it, one cache a version.

const PREFIX = "lanyard-shell-";
const CURRENT = `${PREFIX}${VERSION}`;

/** Fetches the whole shell past the HTTP cache. One missing file fails it all, and the version before stays. */
export async function keepShell() {
  const cache = await caches.open(CURRENT);
  await cache.addAll(PRECACHE.map(url => new Request(url, { cache: "reload", redirect: "error" })));
}

/** Removes the shells of earlier versions; nothing anybody wrote is kept in a cache. */
export async function removeOldShells() {
  const names = await caches.keys();
  const old = names.filter(name => name.startsWith(PREFIX) && name !== CURRENT);
  await Promise.all(old.map(name => caches.delete(name)));
}

/** @param {string} url @returns {Promise<Response | undefined>} */
export async function fromShell(url) {
  const cache = await caches.open(CURRENT);
  return cache.match(url);
}

/** Puts a fresher answer in place of one in the shell. @param {string} url @param {Response} response */
export async function freshen(url, response) {
  const cache = await caches.open(CURRENT);
  await cache.put(url, response);
}

/** Whether an address is part of the shell. @param {string} path */
export const isShell = path => PRECACHE.includes(path);
