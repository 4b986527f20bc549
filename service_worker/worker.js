// The worker's listeners: it keeps the shell on the phone, opens the app without a line, sends when no page does,
// and shows what is pushed.
/// <reference lib="webworker" />
import { answerFor } from "./answers.js";
import { keepRest, keepShell, removeOldShells } from "./precache.js";
import { pushed, readPush, subscribeAnew, tapped } from "./pushes.js";
import { askSchool, pushWorld, sendWhatWaits, stopSending } from "./sending.js";

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", event => event.waitUntil(keepShell()));

worker.addEventListener("activate", event =>
  event.waitUntil(Promise.all([removeOldShells(), worker.clients.claim(), keepRest()])),
);

worker.addEventListener("fetch", event => {
  const answer = answerFor(event.request, work => event.waitUntil(work));
  if (answer) event.respondWith(answer);
});

worker.addEventListener("message", event => {
  // A new version comes in on a tap only; the page sends this word when somebody has tapped.
  if (event.data === "activate") event.waitUntil(worker.skipWaiting());
  if (event.data === "stop") stopSending();
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
