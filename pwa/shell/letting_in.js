// Lets a newer version in, and opens the page again under it once nothing on a form is lost by that.

/** @typedef {{isInUse: () => boolean, canReopen: () => boolean, keep: () => unknown}} Form */

const ASK_AGAIN_MS = 1_000;

/**
 * Lets the waiting worker in and opens the page again under it.
 * @param {ServiceWorkerRegistration | null} registration @param {Form} form @param {() => void} held somebody writes what could not be opened again
 */
export function letIn(registration, form, held) {
  const waiting = registration?.waiting;
  // Another tab may have let it in already.
  if (!waiting) return void openAgain(form, held);
  const ask = () => {
    // The old one may be sending on a slow line, and the new one would wait for it.
    registration.active?.postMessage("stop");
    waiting.postMessage("activate");
  };
  ask();
  // A browser may look at one that has just ended a moment too early, and at no other time.
  const asking = setInterval(ask, ASK_AGAIN_MS);
  const isIn = () => {
    clearInterval(asking);
    openAgain(form, held);
  };
  navigator.serviceWorker.addEventListener("controllerchange", isIn, { once: true });
}

/** Somebody may have begun to write since they tapped: that is kept first, or saved or put away by themselves. @param {Form} form @param {() => void} held */
async function openAgain(form, held) {
  if (form.canReopen()) await form.keep();
  // It may have been begun while that was kept.
  if (form.canReopen()) return location.reload();
  held();
  setTimeout(() => openAgain(form, () => undefined), ASK_AGAIN_MS);
}
