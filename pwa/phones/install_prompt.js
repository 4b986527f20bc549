// The browser's own offer to install Lanyard (Android, and Chromium on a computer), kept for the right moment: once
// the phone is set up. "Not now" is remembered; on the screen "Install Lanyard" it can be had all the same.

/** What Chromium hands over; no other browser has it. @typedef {Event & {prompt: () => Promise<{outcome: string}>}} Offer */
/** @typedef {{ask: () => Promise<void>, decline: () => Promise<void>}} InstallPrompt */
/** @typedef {{installPrompt: InstallPrompt | null, isInstallDeclined: boolean, isJustInstalled: boolean}} InstallNews */
/** @typedef {Pick<import("../foundation/local_store.js").LocalStore, "read" | "write">} Local */

const DECLINED = "install_declined";

/** Keeps the offer, and tells what became of it. */
export class Installing {
  /** @param {EventTarget} page @param {Local} local @param {(news: Partial<InstallNews>) => void} told */
  constructor(page, local, told) {
    this.local = local;
    this.told = told;
    page.addEventListener("beforeinstallprompt", event => this.offered(/** @type {Offer} */ (event)));
    page.addEventListener("appinstalled", () => told({ installPrompt: null, isJustInstalled: true }));
  }

  /** Whether somebody said "Not now" on this phone. @returns {Promise<Partial<InstallNews>>} */
  async load() {
    return { isInstallDeclined: Boolean(await this.local.read(DECLINED)) };
  }

  /** @param {Offer} offer */
  offered(offer) {
    offer.preventDefault();
    this.told({ installPrompt: { ask: () => this.ask(offer), decline: () => this.decline() } });
  }

  /** An offer can be used once; the browser makes another when it likes. @param {Offer} offer */
  async ask(offer) {
    this.told({ installPrompt: null });
    const { outcome } = await offer.prompt();
    if (outcome === "dismissed") await this.decline();
  }

  async decline() {
    this.told({ isInstallDeclined: true });
    await this.local.write(DECLINED, true);
  }
}
