// A push: always a notification, with one of two texts and nothing of what it is about; then, where there is a line, what it
// is about is fetched, sealed, for whoever unlocks. What the browser has is handed in, so that a test can.
import { refreshAlerts, showBadge } from "../pwa/alerts/alert_store.js";
import { notePush, subscribe } from "../pwa/alerts/push_subscription.js";
import { askJson } from "../pwa/foundation/requests.js";
import { staffIn } from "../pwa/phones/pins_here.js";

/** @typedef {{alert: string | null, title: string}} Said */
/**
 * @typedef {object} World
 * @property {ServiceWorkerRegistration} registration
 * @property {Pick<Clients, "matchAll" | "openWindow">} clients
 * @property {any} navigator
 * @property {import("../pwa/foundation/requests.js").Fetch} fetch
 * @property {import("../pwa/foundation/local_store.js").LocalStore} local
 * @property {() => number} clock
 * @property {() => void} tell says to open pages that something has changed
 */

const NOW = "Lanyard: needs you now";
const TODAY = "Lanyard: read today";
const TEST = "0".repeat(32);
const ID = /(?<![^/])[0-9a-f]{32}$/;
const PICTURE = "/static/icons/lanyard-192.png";
const APP = "/app";

/**
 * What a push says, whatever it is: JSON of ours, what the browser read of a declarative one, or neither.
 * @param {{data?: {json: () => any} | null, notification?: any}} event @returns {Said}
 */
export function readPush({ data, notification: proposed }) {
  const { notification = proposed, alert } = jsonOf(data);
  const title = notification?.title === NOW ? NOW : TODAY;
  return { title, alert: idIn(alert ?? notification?.navigate) };
}

/** @param {{json: () => any} | null | undefined} data @returns {any} */
function jsonOf(data) {
  try {
    return data?.json() ?? {};
  } catch {
    return {};
  }
}

/** @param {unknown} said an id, or an address that ends with one */
const idIn = said => ID.exec(`${said}`)?.[0] ?? null;

/** Shown first, and in any case: a browser ends a subscription whose pushes show nothing. @param {World} world @param {Said} said */
export async function pushed(world, { title, alert }) {
  // One alert is one notification, however often it is told.
  const tag = alert ?? "lanyard";
  // Safari opens the address itself, and asks for one where it shows in place of what was pushed.
  const navigate = new URL(addressOf(alert), world.registration.scope).href;
  const shown = world.registration.showNotification(
    title,
    /** @type {any} */ ({
      ...{ tag, navigate, data: alert, icon: PICTURE, badge: PICTURE, renotify: title === NOW },
    }),
  );
  await Promise.allSettled([shown, took(world, alert)]);
}

/** @param {World} world @param {string | null} alert */
async function took({ fetch, local, navigator, clock, tell }, alert) {
  const came_at = clock();
  const noted = notePush(local, { came_at, ...(alert === TEST ? { test_at: came_at } : {}) });
  const receipt = alert && askJson(fetch, "/api/push/receipt", { alert });
  const [, , kept] = await Promise.allSettled([noted, receipt, refreshAlerts(fetch, local)]);
  if (kept.status === "fulfilled") await showBadge(navigator, kept.value?.needs ?? 0);
  tell();
}

/** A tap: the window that is open, at this alert; otherwise a new one. @param {World} world @param {unknown} alert */
export async function tapped({ clients }, alert) {
  const id = idIn(alert) ?? "";
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const app = /** @type {WindowClient | undefined} */ (open.find(({ url }) => new URL(url).pathname === APP));
  if (!app) return clients.openWindow(addressOf(id));
  app.postMessage({ alert: id });
  return app.focus();
}

/** Of the alert in the app. @param {string | null} id */
const addressOf = id => `${APP}#/alerts/${id ?? ""}`;

/** The browser has ended the subscription: this phone subscribes anew, and the school is told. @param {World} world */
export async function subscribeAnew({ registration, fetch, local }) {
  await subscribe(registration.pushManager, fetch, await staffIn(local));
}
