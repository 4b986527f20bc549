// The shell on the phone: all of it or none of it, one cache a version.
import { isOneVersion, isWhole } from "./shell_check.js";
import { line } from "./line.js";

const PAGE = "/app";
const PREFIX = "lanyard-shell-";
const CURRENT = `${PREFIX}${VERSION}`;

/**
 * Fetches the whole shell past the HTTP cache. A missing file, one that comes from elsewhere (guest Wi-Fi), or files of
 * two versions fail it all before anything is kept: the version before stays whole, and the browser tries again.
 */
export const keepShell = () => keepAll(PRECACHE);

/** As `keepShell`, with what the app asks for once it is open: a phone without a line goes on with all it had. */
export const keepWhole = () => keepAll([...PRECACHE, ...LATER]);

/** @param {string[]} addresses */
async function keepAll(addresses) {
  const answers = await Promise.all(addresses.map(fetched));
  if (!(await isOneVersion(answers, PAGE))) throw new TypeError("Not the shell of one version");
  const cache = await caches.open(CURRENT);
  await Promise.all(answers.map(({ url, response }) => cache.put(url, response)));
}

/** The whole file, its last byte included. @param {string} url */
async function fetched(url) {
  const response = await line(url, { cache: "reload", redirect: "error" });
  if (!response.ok) throw new TypeError(`Not there: ${url}`);
  return { url, response, bytes: await response.clone().arrayBuffer() };
}

/** Fetches what the app asks for once it is open. A part that does not come now comes when the app asks for it. */
export async function keepRest() {
  const cache = await caches.open(CURRENT);
  const missing = [];
  for (const url of LATER) if (!(await cache.match(url))) missing.push(url);
  await Promise.allSettled(missing.map(url => keepPart(cache, url)));
}

/** @param {Cache} cache @param {string} url */
async function keepPart(cache, url) {
  const file = await fetched(url);
  if (await isWhole(file)) await cache.put(url, file.response);
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

/** Whether it belongs to what comes later. @param {string} path */
export const isLater = path => LATER.includes(path);
