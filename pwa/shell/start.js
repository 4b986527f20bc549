// What the app starts with even before it is set up: the school's name and its newest public key.
import { ask } from "../foundation/requests.js";

/** @typedef {{school: string, demo: boolean, keys: import("../foundation/seal.js").SchoolKey[]}} Start */

/** @param {import("../foundation/requests.js").Fetch} fetch @returns {Promise<Start | null>} null when neither the phone nor the line has it */
export async function loadStart(fetch) {
  const { ok, json } = await ask(fetch, "/app/start.json");
  return ok && Array.isArray(json.keys) ? json : null;
}
