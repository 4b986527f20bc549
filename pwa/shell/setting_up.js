// Setting this phone up, as the whole app hears of it. Comes with the rest: no report waits for it.
import { codesOf } from "../phones/set_up_codes.js";
import { setUp } from "../phones/set_up.js";

/** @typedef {Pick<import("./screens.js").Around, "machine" | "local" | "knowledge" | "phones" | "sending" | "signOut">} Around */

/** @param {Around} around @param {string} code */
export async function setUpPhone({ machine, local, knowledge, phones, sending, signOut }, code) {
  const outcome = await setUp({ fetch: machine.fetch, local, newId: machine.newId }, code, knowledge.known().keys);
  if ("done" in outcome) {
    const { phone, keys } = outcome.done;
    knowledge.learn({ phone, ownKeys: keys, needsSetUp: false });
    await phones.keep({ phone, keys, needsSetUp: false, setUpAt: Date.now() });
    // An own phone that the school has set up is its own no more, and whoever was signed in is so on no school phone.
    if (knowledge.parts.ownPhone) await signOut();
    sending.hope();
  }
  knowledge.learn(await codesOf(local));
  return outcome;
}
