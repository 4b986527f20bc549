// Telling the school who uses the phone now: by password, or by the code somebody got who joins one trip.
import { askJson } from "../foundation/requests.js";

/** @typedef {import("./author_store.js").Author} Author */
/** @typedef {import("../foundation/requests.js").Answer} Answer */
/** @typedef {{fetch: import("../foundation/requests.js").Fetch, authors: Pick<import("./author_store.js").AuthorStore, "keep">}} Around */
/** @typedef {{author: Author, hasEndedPassword: boolean} | {refused: Answer}} Outcome */

/** @param {Around} around @param {string} email @param {string} password @returns {Promise<Outcome>} */
export const signIn = (around, email, password) => asked(around, "/api/sign-in", { email, password });

/** @param {Around} around @param {string} code as read @returns {Promise<Outcome>} */
export const join = (around, code) => asked(around, "/api/join", { code });

/** @param {Around} around @param {string} address @param {object} question @returns {Promise<Outcome>} */
async function asked({ fetch, authors }, address, question) {
  const answer = await askJson(fetch, address, question);
  if (!answer.ok || !answer.json.staff) return { refused: answer };
  const { id, name } = answer.json.staff;
  await authors.keep({ id, name });
  return { author: { id, name }, hasEndedPassword: answer.json.password_ended === true };
}
