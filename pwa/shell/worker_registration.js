// Registers the worker that keeps the app on the phone, and says when a newer one waits.

const WORKER = "/worker.js";
const CHECK_MS = 3_600_000;

/** @typedef {{createPolicy: (name: string, rules: {createScriptURL: (url: string) => string}) => {createScriptURL: (url: string) => any}}} TrustedTypes */

/** The worker, from the page's side. */
export class WorkerRegistration {
  /** @param {() => void} updateReady called once a newer worker waits */
  constructor(updateReady) {
    this.updateReady = updateReady;
    /** @type {ServiceWorkerRegistration | null} */
    this.registration = null;
    this.checkedAt = Date.now();
  }

  async register() {
    if (!navigator.serviceWorker) return;
    this.registration = await navigator.serviceWorker.register(workerAddress(), {
      scope: "/app",
      updateViaCache: "none",
    });
    this.registration.addEventListener("updatefound", () => this.watch(this.registration?.installing ?? null));
    this.watch(this.registration.waiting);
  }

  /** @param {ServiceWorker | null} worker */
  watch(worker) {
    const look = () => {
      // The very first worker has nothing to replace, so there is nothing to say about it.
      if (worker?.state === "installed" && navigator.serviceWorker.controller) this.updateReady();
    };
    worker?.addEventListener("statechange", look);
    look();
  }

  /** Looks for a newer version, an hour apart at least; an installed app is seldom opened afresh. */
  async check() {
    if (!this.registration || Date.now() - this.checkedAt < CHECK_MS) return;
    this.checkedAt = Date.now();
    await Promise.allSettled([this.registration.update()]);
  }

  /** Lets the waiting worker in and opens the page again under it. */
  activate() {
    const waiting = this.registration?.waiting;
    // Another tab may have let it in already.
    if (!waiting) return location.reload();
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    waiting.postMessage("activate");
  }
}

/** The content security policy wants every script's address to come through this policy; it knows the worker's alone. */
function workerAddress() {
  const types = /** @type {{trustedTypes?: TrustedTypes}} */ (globalThis).trustedTypes;
  return types ? types.createPolicy("lanyard-worker", { createScriptURL: () => WORKER }).createScriptURL("") : WORKER;
}
