// The worker's listeners: it keeps the shell on the phone, opens the app without a line, sends when no page does,
// and shows what is pushed.
/// <reference lib="webworker" />
import { answerFor } from "./answers.js";
import { keepRest, keepShell, keepWhole, removeOldShells } from "./precache.js";
import { pushed, readPush, subscribeAnew, tapped } from "./pushes.js";
import { askSchool, pushWorld, sendWhatWaits } from "./sending.js";
import { stop, untilStopped } from "./stopping.js";

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

// A first opening is soon ready; an update is announced once nothing of it is missing.
worker.addEventListener("install", event => event.waitUntil(worker.registration.active ? keepWhole() : keepShell()));

// Nothing here may wait for the line: the browser opens no page until it has ended.
worker.addEventListener("activate", event => event.waitUntil(Promise.all([removeOldShells(), worker.clients.claim()])));

worker.addEventListener("fetch", event => {
  const answer = answerFor(event.request, work => event.waitUntil(untilStopped(work)));
  if (answer) event.respondWith(answer);
});

worker.addEventListener("message", event => {
  // A new version comes in on a tap only; the page sends this word when somebody has tapped.
  if (event.data === "activate") event.waitUntil(worker.skipWaiting());
  if (event.data === "stop") stop();
  if (event.data === "keep") event.waitUntil(untilStopped(keepRest()));
  if (event.data === "send") event.waitUntil(sendWhatWaits());
});

const world = pushWorld(worker);

// It shows first; then what waits goes, as there is a line: where a browser has no Background Sync, nothing else wakes this worker.
worker.addEventListener("push", event =>
  event.waitUntil(pushed(world, readPush(event)).then(() => Promise.allSettled([sendWhatWaits()]))),
);
worker.addEventListener("notificationclick", event => {
  event.notification.close();
  event.waitUntil(tapped(world, event.notification.data));
});
worker.addEventListener("pushsubscriptionchange", event => event.waitUntil(subscribeAnew(world)));

// Background Sync, where a browser has it; the tag says nothing of what waits.
worker.addEventListener("sync", (/** @type {any} */ event) => event.waitUntil(sendWhatWaits()));
worker.addEventListener("periodicsync", (/** @type {any} */ event) => event.waitUntil(askSchool()));
