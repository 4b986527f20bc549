// The end of today's lists on a phone: the one part of them that the app must be able to do from its first moment.

export const LISTS = "packs";
// Checks before photos, by the lists' own keys (consent/check_store.js).
const CHECKS = "checks";

/** Lets go of all of them, and of what was noted by them. @param {Pick<import("../foundation/local_store.js").LocalStore, "read" | "forget">} local */
export async function wipeLists(local) {
  for (const name of [LISTS, CHECKS]) if (await local.read(name)) await local.forget(name);
}
