// Telling the school who uses the phone now: by password, or by the code somebody got who joins one trip.
import { askJson } from "../foundation/requests.js";

/** @typedef {import("./author_store.js").Author} Author */
/** @typedef {import("../foundation/requests.js").Answer} Answer */
/** @typedef {{fetch: import("../foundation/requests.js").Fetch, authors: Pick<import("./author_store.js").AuthorStore, "keep">}} Around */
/** @typedef {Around & {local: Pick<import("../foundation/local_store.js").LocalStore, "write" | "forget">}} WithLocal */
/** What signing in showed of the phone: that it is somebody's own, or which of the school's it is. @typedef {{ownPhone: "in"} | {phone: {id: string, name: string}}} Where */
/** @typedef {{author: Author, hasEndedPassword: boolean, where?: Where} | {refused: Answer}} Outcome */

/** @param {Around} around @param {string} email @param {string} password @returns {Promise<Outcome>} */
export const signIn = (around, email, password) => asked(around, "/api/sign-in", { email, password });

/** @param {Around} around @param {string} code as read @returns {Promise<Outcome>} */
export const join = (around, code) => asked(around, "/api/join", { code });

/** @param {Around} around @param {string} address @param {object} question @returns {Promise<Outcome>} */
async function asked({ fetch, authors }, address, question) {
  const answer = await askJson(fetch, address, question);
  if (!isOurs(answer)) return { refused: answer };
  const { author, hasEndedPassword } = signedIn(answer);
  await authors.keep(author);
  return { author, hasEndedPassword };
}

/**
 * Signs in on somebody's own phone, which keeps no name: only that it is somebody's own. A school phone that has forgotten
 * what it is hears so instead.
 * @param {WithLocal} around @param {string} email @param {string} password @returns {Promise<Outcome>}
 */
export async function signInOnOwnPhone({ fetch, authors, local }, email, password) {
  const answer = await askJson(fetch, "/api/own-phone/sign-in", { email, password });
  if (!isOurs(answer)) return { refused: answer };
  const { author, hasEndedPassword } = signedIn(answer);
  const { phone } = answer.json;
  if (phone) {
    await authors.keep(author);
    return { author, hasEndedPassword, where: { phone } };
  }
  // A storage that refuses lets somebody sign in all the same: for as long as the window is open.
  await Promise.allSettled([local.write("ownPhone", "in"), local.forget("card"), local.forget("author")]);
  return { author: { ...author, since: Date.now() }, hasEndedPassword, where: { ownPhone: "in" } };
}

/** @param {Answer} answer */
const isOurs = ({ ok, json }) => ok && Boolean(json.staff);

/** @param {Answer} answer @returns {{author: Author, hasEndedPassword: boolean}} */
function signedIn({ json: { staff, password_ended } }) {
  return { author: { id: staff.id, name: staff.name }, hasEndedPassword: password_ended === true };
}
