// What this phone knows of itself and the school: its name, the school card, the keys, how its clock stands.
// It comes from setting up and from every contact, and can always be learnt again.

import { mayLie } from "./own_phone_rules.js";

/** @typedef {import("../foundation/seal.js").SchoolKey} SchoolKey */
/** @typedef {import("../foundation/local_store.js").LocalStore} LocalStore */
/** @typedef {{id: string, name: string}} Phone */
/**
 * `needsSetUp`: set up once, and no longer known to the school. `hasLost`: the school misses what was kept here before.
 * @typedef {{phone: Phone | null, card: any, keys: SchoolKey[] | null, offset: {seconds: number, at: number} | null, needsSetUp: boolean, hasLost: boolean, ownPhone: import("./own_phone_rules.js").OwnPhone}} PhoneKnowledge
 */

const NAMES = /** @type {const} */ (["phone", "card", "keys", "offset", "needsSetUp", "hasLost", "ownPhone"]);

/** Keeps what the phone knows, in the `local` database. */
export class PhoneStore {
  /** @param {LocalStore} local */
  constructor(local) {
    this.local = local;
  }

  /** @returns {Promise<PhoneKnowledge>} */
  async load() {
    const read = await Promise.all(NAMES.map(name => this.local.read(name)));
    const [phone, card, keys, offset, needsSetUp, hasLost, ownPhone] = read;
    return {
      phone: phone ?? null,
      card: card ?? null,
      keys: keys ?? null,
      offset: offset ?? null,
      needsSetUp: needsSetUp ?? false,
      hasLost: hasLost ?? false,
      ownPhone: ownPhone ?? null,
    };
  }

  /** Whether this phone was set up by that moment; a time still to come was noted by a wrong clock. @param {number} moment */
  async wasSetUp(moment) {
    const setUpAt = (await this.local.read("setUpAt")) ?? 0;
    return Boolean(await this.local.read("phone")) && (setUpAt <= moment || setUpAt > Date.now());
  }

  /** @param {Partial<PhoneKnowledge> & {setUpAt?: number}} news */
  keep(news) {
    return this.local.writeAll(Object.fromEntries(Object.entries(news).filter(([, value]) => mayLie(value))));
  }
}

/** What is news in a manifest's answer. @param {any} said @param {number} now @returns {Partial<PhoneKnowledge>} */
export function newsIn({ server_time, keys, card, notices }, now) {
  const hasLost = Array.isArray(notices) && notices.includes("storage.lost");
  return { ...offsetFrom(server_time, now), ...keysFrom(keys), ...cardFrom(card), hasLost };
}

/** Somebody signed in without a phone gets a card too; it names none. @param {any} card @returns {Partial<PhoneKnowledge>} */
const cardFrom = card => (card ? { card, ...(card.phone ? { phone: card.phone } : {}) } : {});

/** @param {unknown} serverTime @param {number} now @returns {Partial<PhoneKnowledge>} */
function offsetFrom(serverTime, now) {
  const at = Date.parse(String(serverTime));
  return Number.isNaN(at) ? {} : { offset: { seconds: Math.round((at - now) / 1000), at: now } };
}

/** @param {unknown} keys @returns {Partial<PhoneKnowledge>} */
const keysFrom = keys => (Array.isArray(keys) && keys.length > 0 ? { keys } : {});
