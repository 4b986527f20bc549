// Finds out which phone this is when it remembers nothing: a browser that threw the storage away may have left the
// cookie, and at the next contact the school sees what was lost.
import { ask } from "../foundation/requests.js";

/** @param {import("../foundation/requests.js").Fetch} fetch @returns {Promise<import("./phone_store.js").Phone | null>} */
export async function phoneByItsCookie(fetch) {
  const { ok, json } = await ask(fetch, "/api/phones/me");
  return ok && typeof json.phone?.id === "string" ? { id: json.phone.id, name: String(json.phone.name) } : null;
}
