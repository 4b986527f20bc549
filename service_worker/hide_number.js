// The worker of the public page at /141: it keeps that page on the phone, all of it or none, and does nothing else.
/// <reference lib="webworker" />
import { isOneVersion } from "./shell_check.js";

const PAGE = "/141";
const PREFIX = "lanyard-141-";
const CURRENT = `${PREFIX}${VERSION}`;

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", event => event.waitUntil(keepPage()));

worker.addEventListener("activate", event => event.waitUntil(Promise.all([removeOldPages(), worker.clients.claim()])));

worker.addEventListener("fetch", event => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== worker.location.origin) return;
  if (PRECACHE.includes(pathname)) event.respondWith(kept(pathname, event.request));
});

/** Fetches every file past the HTTP cache, without cookies. A file missing, or files of two versions, keep none. */
async function keepPage() {
  const answers = await Promise.all(PRECACHE.map(fetched));
  if (!(await isOneVersion(answers, PAGE))) throw new TypeError("Not the page of one version");
  const cache = await caches.open(CURRENT);
  await Promise.all(answers.map(({ url, response }) => cache.put(url, response)));
}

/** @param {string} url */
async function fetched(url) {
  const response = await fetch(url, { cache: "reload", redirect: "error", credentials: "omit" });
  if (!response.ok) throw new TypeError(`Not there: ${url}`);
  return { url, response, bytes: await response.clone().arrayBuffer() };
}

async function removeOldPages() {
  const names = await caches.keys();
  const old = names.filter(name => name.startsWith(PREFIX) && name !== CURRENT);
  await Promise.all(old.map(name => caches.delete(name)));
}

/** @param {string} path @param {Request} request */
async function kept(path, request) {
  const cache = await caches.open(CURRENT);
  return (await cache.match(path)) ?? fetch(request);
}
