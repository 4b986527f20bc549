// What Lanyard runs on: on iPhones and iPads a browser tab and the installed app keep nothing in common, so the
// app has to know which of the two it is, and which machine it is on.

/** @typedef {{system: "apple" | "android" | "other", isInstalled: boolean, isSafari: boolean, canSync: boolean, hasCookies: boolean}} Device */
/**
 * What is asked of the browser; `standalone` is Apple's own word for an app on the home screen.
 * @typedef {{userAgent: string, maxTouchPoints: number, cookieEnabled: boolean, standalone?: boolean}} Browser
 */

// Every other browser on an iPhone or iPad puts its own name beside Safari's; a browser inside another app leaves Safari's out.
const NOT_SAFARI = /CriOS|FxiOS|EdgiOS|OPiOS|OPT\/|DuckDuckGo|GSA\/|FBA[NV]|Instagram|Line\//;

/**
 * @param {Browser} browser
 * @param {{isStandalone: boolean, hasSyncManager: boolean}} found what the page's own window says
 * @returns {Device}
 */
export function deviceOf(browser, { isStandalone, hasSyncManager }) {
  const { userAgent } = browser;
  return {
    system: systemOf(browser),
    isInstalled: isStandalone || browser.standalone === true,
    isSafari: /Safari\//.test(userAgent) && /Version\//.test(userAgent) && !NOT_SAFARI.test(userAgent),
    canSync: hasSyncManager,
    hasCookies: browser.cookieEnabled,
  };
}

/** An iPad calls itself a Mac; no Mac has a touch screen. @param {Browser} browser @returns {Device["system"]} */
function systemOf({ userAgent, maxTouchPoints }) {
  if (/iPhone|iPad|iPod/.test(userAgent)) return "apple";
  if (/Macintosh/.test(userAgent) && maxTouchPoints > 1) return "apple";
  return /Android/.test(userAgent) ? "android" : "other";
}

/** A browser tab on an iPhone or iPad: its storage is not the installed app's, and is emptied after a week unused. @param {Device} device */
export const isAppleTab = ({ system, isInstalled }) => system === "apple" && !isInstalled;

/** The device this runs on now. @returns {Device} */
export const thisDevice = () =>
  deviceOf(/** @type {Browser} */ (navigator), {
    isStandalone: matchMedia("(display-mode: standalone)").matches,
    hasSyncManager: "SyncManager" in globalThis,
  });

/**
 * What somebody would ring from. A phone is made for it; an iPad, another tablet and a computer are not, and a phone whose
 * browser poses as a computer is taken for one. @param {Pick<Browser, "userAgent" | "maxTouchPoints">} browser
 * @returns {"phone" | "iPad" | "device"}
 */
export function ringsAs({ userAgent, maxTouchPoints }) {
  if (/iPhone|Android.*Mobile/.test(userAgent)) return "phone";
  return /iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1) ? "iPad" : "device";
}
