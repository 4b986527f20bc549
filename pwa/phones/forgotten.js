// Finds out whose phone this is when it remembers nothing: a browser that threw the storage away may have left the
// cookie, and at the next contact the school sees what was lost. On an own phone the cookie alone knows who is signed in.
import { ask } from "../foundation/requests.js";

/** @typedef {{id: string, name: string}} Named */

/** @param {import("../foundation/requests.js").Fetch} fetch @returns {Promise<{phone: Named | null, staff: Named | null}>} */
export async function byTheCookie(fetch) {
  const { ok, json } = await ask(fetch, "/api/phones/me");
  return { phone: named(ok && json.phone), staff: named(ok && json.staff) };
}

/** @param {any} told @returns {Named | null} */
const named = told => (typeof told?.id === "string" ? { id: told.id, name: String(told.name) } : null);
