// Which requests the worker answers: opening the app, the shell's own files, and start.json. Everything else,
// every POST and everything under /api, goes to the network as if there were no worker.
import { line } from "./line.js";
import { freshen, fromShell, isLater, isShell, keepRest } from "./precache.js";

const APP = "/app";
const APP_BY_FOLDER = "/app/";
const START = "/app/start.json";

/** @typedef {(work: Promise<unknown>) => void} Meanwhile */

/** @param {Request} request @param {Meanwhile} meanwhile @returns {Promise<Response> | null} null leaves it to the network */
export function answerFor(request, meanwhile) {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return null;
  if (request.mode === "navigate") return opening(pathname, request);
  if (pathname === START) return startFirst(request, meanwhile);
  if (isLater(pathname)) return laterPart(pathname, request, meanwhile);
  return isShell(pathname) ? cacheFirst(pathname, request) : null;
}

/** A part that was not kept yet is kept now, for the next time without a line. @param {string} path @param {Request} request @param {Meanwhile} meanwhile */
async function laterPart(path, request, meanwhile) {
  const kept = await fromShell(path);
  if (!kept) meanwhile(Promise.allSettled([keepRest()]));
  return kept ?? fetch(request);
}

/** @param {string} pathname @param {Request} request */
function opening(pathname, request) {
  // Typed with a slash at its end, the app's address is still the app's.
  if (pathname === APP_BY_FOLDER) return Promise.resolve(Response.redirect(new URL(APP, request.url)));
  return pathname === APP ? cacheFirst(APP, request) : null;
}

/** @param {string} path @param {Request} request */
async function cacheFirst(path, request) {
  return (await fromShell(path)) ?? fetch(request);
}

/** The copy on the phone at once, a fresher one for the next start. @param {Request} request @param {Meanwhile} meanwhile */
async function startFirst(request, meanwhile) {
  const kept = await fromShell(START);
  if (!kept) return fetch(request);
  meanwhile(Promise.allSettled([refreshStart()]));
  return kept;
}

async function refreshStart() {
  const response = await line(START, { cache: "no-store", redirect: "error" });
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  if (response.ok && isJson) await freshen(START, response);
}
