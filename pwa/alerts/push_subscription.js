// Has the browser's push service send to this phone, and tells the school where: at each start, and when it has changed.
import { base64url } from "../foundation/bytes.js";
import { ask, askJson } from "../foundation/requests.js";

/** @typedef {import("../foundation/requests.js").Fetch} Fetch */
/** @typedef {Pick<import("../foundation/local_store.js").LocalStore, "change">} Local */
/** "here": the school knows. "no_answer": no line. "refused": the push service or the browser would not. @typedef {"here" | "no_answer" | "refused"} Outcome */

export const PUSH = "push";

/** Notes something of the pushes on this phone. @param {Local} local @param {import("./push_rules.js").Noted} more */
export const notePush = (local, more) => local.change(PUSH, noted => ({ ...noted, ...more }));

/**
 * Subscribes where this phone is not, or with another key than the school's, and tells the school.
 * @param {PushManager} pushes @param {Fetch} fetch @param {string[]} staff those with a PIN here @returns {Promise<Outcome>}
 */
export async function subscribe(pushes, fetch, staff) {
  const { ok, json } = await ask(fetch, "/api/push/key");
  if (!ok) return "no_answer";
  try {
    const { endpoint, keys } = (await subscribed(pushes, json.key)).toJSON();
    const told = await askJson(fetch, "/api/push/subscription", { endpoint, keys, key_id: json.key_id, staff });
    return told.ok ? "here" : told.answered ? "refused" : "no_answer";
  } catch (error) {
    // The browser's own push service does not answer, or this browser has none.
    if (error instanceof DOMException) return "refused";
    throw error;
  }
}

/** @param {PushManager} pushes @param {string} key base64url */
async function subscribed(pushes, key) {
  const here = await pushes.getSubscription();
  if (here && keyOf(here) === key) return here;
  await here?.unsubscribe();
  return pushes.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

/** @param {PushSubscription} subscription */
const keyOf = ({ options: { applicationServerKey: key } }) => key && base64url(new Uint8Array(key));
