// One turn of sending while no page may be open: what waits goes, and where something stays the turn fails, so that
// the browser gives another.
import { waiting } from "./outbox_rules.js";
import { send } from "./send.js";

/** @typedef {import("./send.js").Machine} Machine */
/** @typedef {import("./send.js").Contact} Contact */
/**
 * @typedef {object} Surroundings
 * @property {() => Promise<import("./manifest.js").PhoneFacts>} facts
 * @property {(contact: Contact | null) => Promise<{isMended: boolean}>} heard keeps what the school said; mended is worth another try
 * @property {() => void} tell says to open pages that something has changed
 */

/** Something is still on this phone. The browser is told so by a failure; nobody reads the words. */
export class StillWaitingError extends Error {
  name = "StillWaitingError";
}

/**
 * @param {Machine} machine @param {Surroundings} around
 * @param {{evenIdle?: boolean}} [how] makes contact although nothing waits, to learn what is new
 */
export async function takeTurn(machine, around, { evenIdle = false } = {}) {
  if (!evenIdle && !(await somethingWaits(machine))) return;
  const { isMended } = await contact(machine, around);
  if (isMended) await contact(machine, around);
  around.tell();
  if (await somethingWaits(machine)) throw new StillWaitingError();
}

/** @param {Machine} machine @param {Surroundings} around */
async function contact(machine, { facts, heard }) {
  return heard(await send(machine, await facts()));
}

/** @param {Machine} machine */
async function somethingWaits({ store }) {
  return waiting(await store.all()).length > 0;
}
