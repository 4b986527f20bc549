// Sets this phone up with a one-time code. The nonce stays with the code until the school has opened a test message
// sealed here, so that whatever was interrupted is gone on with, and never costs a second code.
import { base64url } from "../foundation/bytes.js";
import { askJson } from "../foundation/requests.js";
import { newestKey, sealed } from "../foundation/seal.js";
import { keepSpentCode, readSpentCode } from "./lost_cookie.js";
import { forgetAttempt, keepAttempt, readAttempt } from "./set_up_codes.js";

/** @typedef {import("../foundation/seal.js").SchoolKey} SchoolKey */
/** @typedef {import("../foundation/requests.js").Answer} Answer */
/** @typedef {import("./set_up_codes.js").Local} Local */
/** @typedef {{fetch: import("../foundation/requests.js").Fetch, local: Local, newId: () => string}} SetUpMachine */
/** @typedef {{phone: {id: string, name: string}, keys: SchoolKey[], ready: boolean}} SetUpDone */

// Codes that will never work here: there is nothing to go on with.
const HOPELESS = new Set([
  "enrolment.code_wrong",
  "enrolment.code_used",
  "enrolment.code_expired",
  "request.malformed",
]);

/**
 * @param {SetUpMachine} machine @param {string} code as read @param {SchoolKey[]} keys those known so far
 * @returns {Promise<{done: SetUpDone} | {refused: Answer}>}
 */
export async function setUp(machine, code, keys) {
  const nonce = await nonceFor(machine, code);
  let answer = await ask(machine, code, nonce, keys);
  // The key in this phone's copy of the app may be one the school no longer has: ask for today's and test with that.
  if (!answer.ok && answer.code === "enrolment.canary_unopened") answer = await ask(machine, code, nonce, []);
  if (isOurs(answer) && !answer.json.ready) answer = await proven(machine, code, nonce, answer);
  if (HOPELESS.has(answer.code)) await forgetAttempt(machine.local);
  if (!isOurs(answer)) return { refused: answer };
  await keepSpentCode(machine.local, { code, nonce });
  if (answer.json.ready) await forgetAttempt(machine.local);
  return { done: answer.json };
}

/** A Wi-Fi's own page can be JSON too. @param {Answer} answer */
const isOurs = ({ ok, json }) => ok && Boolean(json.phone) && Array.isArray(json.keys);

/** Asks once more with the keys just learnt; a failure then leaves the phone set up but not ready. @param {SetUpMachine} machine @param {string} code @param {string} nonce @param {Answer} first */
async function proven(machine, code, nonce, first) {
  const second = await ask(machine, code, nonce, first.json.keys);
  return isOurs(second) ? second : first;
}

/** @param {SetUpMachine} machine @param {string} code @param {string} nonce @param {SchoolKey[]} keys */
async function ask({ fetch }, code, nonce, keys) {
  const key = newestKey(keys);
  return askJson(fetch, "/api/phones/enrol", { code, nonce, ...(key ? { canary: await canary(key, nonce) } : {}) });
}

/** @param {SchoolKey} key @param {string} nonce */
async function canary(key, nonce) {
  const body = await sealed(key, { type: "canary", id: nonce }, JSON.stringify({ id: nonce }));
  return { kid: key.kid, body: base64url(body) };
}

/** The nonce this code was begun or used with here, or a new one, kept before it is used. @param {SetUpMachine} machine @param {string} code @returns {Promise<string>} */
async function nonceFor({ local, newId }, code) {
  const known = await Promise.all([readAttempt(local), readSpentCode(local)]);
  const nonce = known.find(one => one?.code === code)?.nonce ?? newId();
  await keepAttempt(local, { code, nonce });
  return nonce;
}
