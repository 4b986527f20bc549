// Registers the worker that keeps the app on the phone and sends for a closed one, and says when a newer one waits.

const WORKER = "/worker.js";
const CHECK_MS = 3_600_000;
// All that the browser is told of what waits.
const TAG = "outbox";
const DAY_MS = 86_400_000;

/** @typedef {{createPolicy: (name: string, rules: {createScriptURL: (url: string) => string}) => {createScriptURL: (url: string) => any}}} TrustedTypes */
/** Background Sync, in the browsers that have it. @typedef {{register: (tag: string, how?: {minInterval: number}) => Promise<void>, getTags: () => Promise<string[]>}} Sync */
/**
 * @typedef {object} Surroundings
 * @property {() => void} updateReady called once a newer worker waits
 * @property {() => Promise<boolean>} isCut whether the app is to act as if there were no signal
 */

/** The worker, from the page's side. */
export class WorkerRegistration {
  /** @param {Surroundings} around */
  constructor(around) {
    this.around = around;
    /** @type {ServiceWorkerRegistration | null} */
    this.registration = null;
    this.checkedAt = Date.now();
  }

  /** Throws where the browser refuses to keep the app; a line too weak to fetch it is tried again later. */
  async register() {
    const before = this.registration;
    this.registration = (await this.kept()) ?? (await this.registered());
    if (this.registration === before) return;
    this.registration?.addEventListener("updatefound", () => this.watch(this.registration?.installing));
    // One may be on its way, or waiting, since before this page opened.
    this.watch(this.registration?.installing);
    this.watch(this.registration?.waiting);
  }

  /** Without a signal the registration this phone has must do. */
  async kept() {
    return (await this.around.isCut()) ? navigator.serviceWorker.getRegistration("/app") : null;
  }

  async registered() {
    try {
      return await navigator.serviceWorker.register(workerAddress(), { scope: "/app", updateViaCache: "none" });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.checkedAt = 0;
      return null;
    }
  }

  /** @param {ServiceWorker | null | undefined} worker */
  watch(worker) {
    const look = () => {
      // The very first worker has nothing to replace, so there is nothing to say about it.
      if (worker?.state === "installed" && navigator.serviceWorker.controller) this.around.updateReady();
      // It was interrupted: the next look at the app tries again, without waiting out the hour.
      if (worker?.state === "redundant") this.checkedAt = 0;
    };
    worker?.addEventListener("statechange", look);
    look();
  }

  /** Looks for a newer version, an hour apart at least; an installed app is seldom opened afresh. */
  async check() {
    if (Date.now() - this.checkedAt < CHECK_MS || (await this.around.isCut())) return;
    this.checkedAt = Date.now();
    // The very first one, interrupted, has left nothing to update.
    const isGone = !this.registration?.active && !this.registration?.installing;
    await Promise.allSettled([isGone ? this.register() : this.registration?.update()]);
  }

  /** Looks for a newer version now. */
  async checkNow() {
    this.checkedAt = 0;
    await this.check();
  }

  /** Has the worker send what waits once there is a signal, even with the app closed, where the browser can. */
  async askToSend() {
    const ask = async () => {
      const sync = this.syncOf("sync");
      if (sync && !(await sync.getTags()).includes(TAG)) await sync.register(TAG);
    };
    await Promise.allSettled([ask()]);
  }

  /** Has the worker look in each day, on a phone that lets it. */
  async askToLookIn() {
    await Promise.allSettled([this.syncOf("periodicSync")?.register(TAG, { minInterval: DAY_MS })]);
  }

  /** Has the worker send now, as this page is being put away. */
  sendNow() {
    this.registration?.active?.postMessage("send");
  }

  /** @param {"sync" | "periodicSync"} kind @returns {Sync | undefined} */
  syncOf(kind) {
    return /** @type {any} */ (this.registration)?.[kind];
  }
}

// The content security policy wants every script's address to come through this policy; it knows the worker's alone.
const policy = /** @type {{trustedTypes?: TrustedTypes}} */ (globalThis).trustedTypes?.createPolicy("lanyard-worker", {
  createScriptURL: () => WORKER,
});
const workerAddress = () => policy?.createScriptURL("") ?? WORKER;
