// The alerts on this phone: everybody's own, sealed to them, so that they can be fetched while it is locked.
import { ask } from "../foundation/requests.js";

/** `needs`: how many nobody had taken up; `of`: sealed, as base64url, by the PIN's id. @typedef {{tag: string, needs: number, of: Record<string, string>}} Sealed */
/** @typedef {Pick<import("../foundation/local_store.js").LocalStore, "read" | "change">} Local */
/** @typedef {import("../foundation/requests.js").Fetch} Fetch */

export const ALERTS = "alerts";
/** @type {Sealed} */
const NONE = { tag: "", needs: 0, of: {} };
// The school takes the phone for lost: nothing of it stays.
const LOST = 403;

/** What is here; null where the school was never asked. @param {Local} local @returns {Promise<Sealed | null>} */
export const alertsIn = async local => (await local.read(ALERTS)) ?? null;

/** Asks the school. What cannot be had stays as it was. @param {Fetch} fetch @param {Local} local @returns {Promise<Sealed | null>} what is here now */
export async function refreshAlerts(fetch, local) {
  const before = await alertsIn(local);
  const headers = { "If-None-Match": `"${before?.tag ?? ""}"` };
  const { ok, status, json } = await ask(fetch, "/api/alerts", { headers });
  const isGone = status === LOST && json;
  if (!isGone && !(ok && Array.isArray(json.people))) return before;
  // What another heard meanwhile may be newer, or older: the school is asked once more.
  let isOurs = true;
  await local.change(ALERTS, now => {
    if (isGone) return NONE;
    isOurs = now?.tag === before?.tag;
    return isOurs ? sealedIn(json) : now;
  });
  return isOurs ? alertsIn(local) : refreshAlerts(fetch, local);
}

/** @param {any} json @returns {Sealed} */
const sealedIn = ({ tag, needs, people }) => ({
  tag: `${tag}`,
  needs: Number(needs) || 0,
  of: Object.fromEntries(people.map((/** @type {any} */ { unlock, sealed }) => [unlock, sealed])),
});

/** The number on the app's own picture, where a system shows one. @param {any} navigator @param {number} needs */
export async function showBadge(navigator, needs) {
  await Promise.allSettled([needs > 0 ? navigator.setAppBadge?.(needs) : navigator.clearAppBadge?.()]);
}
