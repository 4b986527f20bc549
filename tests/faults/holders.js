// People who take turns on one phone with a PIN: choosing it, taking the phone, locking it, losing the keys. PINs are not
// stretched here, which would take most of the run; what is signed, and with whose key, is the shipped code's work.
import { base64url, utf8 } from "../../pwa/foundation/bytes.js";
import { askJson } from "../../pwa/foundation/requests.js";
import { FEWEST_ROUNDS, freshKeys, publicJwk, signature } from "../../pwa/phones/unlock_keys.js";
import { pageOf } from "./people.js";

const MOST_HOLDERS = 2;

/** Somebody with a PIN on a phone. @typedef {{unlock: string, staff: string, name: string, key: CryptoKey}} Holder */

const bytes = (chance, count) => base64url(Uint8Array.from(Buffer.from(chance.hex(count * 2), "hex")));

/** Has whoever is signed in choose a PIN; they have the phone then. @param {import("./tab.js").Tab} tab */
export async function choosePin({ phone, machine }) {
  const { chance } = phone.world;
  const { seal, sign } = await freshKeys();
  const [seal_key, sign_key] = await Promise.all([publicJwk(seal), publicJwk(sign)]);
  const lock = {
    salt: bytes(chance, 16),
    rounds: FEWEST_ROUNDS,
    proof: bytes(chance, 32),
    rescue_code: "1234567890123456",
  };
  const { ok, json } = await askJson(machine.fetch, "/api/unlock", { seal_key, sign_key, ...lock });
  if (!ok || typeof json.person?.staff !== "string") return;
  const { unlock, staff, name } = json.person;
  phone.holders.set(staff, { unlock, staff, name, key: sign.privateKey });
  phone.holder = staff;
}

/** Gives some people a PIN on a phone before anything happens. @param {any} world @param {import("./phone.js").Phone} phone */
export async function givePins(world, phone) {
  for (const { id } of world.about.people.slice(0, world.chance.below(MOST_HOLDERS + 1))) {
    const { seal, sign } = await freshKeys();
    const [seal_key, sign_key] = await Promise.all([publicJwk(seal), publicJwk(sign)]);
    const [given] = await world.ask({ do: "pin", phone: phone.id, staff: id, seal_key, sign_key });
    phone.holders.set(given.staff, { ...given, key: sign.privateKey });
  }
}

/** Lets go of the keys of whoever is not among the school's people. */
export function heedPeople(phone, card) {
  if (!Array.isArray(card?.people)) return;
  const known = new Set(card.people.map(({ unlock }) => unlock));
  for (const [staff, { unlock }] of phone.holders) if (!known.has(unlock)) phone.holders.delete(staff);
  if (!phone.holders.has(phone.holder)) phone.holder = null;
}

/** Who has the phone open, as an author; null when it is locked. */
export function authorOf(phone) {
  const holder = phone.holders.get(phone.holder);
  return holder ? { id: holder.staff, name: holder.name, how: "pin" } : null;
}

/** Signs for whoever has the phone open; null for nobody. */
export function signerOf(phone) {
  const holder = phone.holders.get(phone.holder);
  return holder ? json => signature(holder.key, utf8(json)) : null;
}

/** @type {import("./people.js").Step[]} */
export const HOLDER_STEPS = [
  {
    name: "signs in and chooses a PIN",
    weight: 8,
    may: (_world, phone) => phone.holders.size < MOST_HOLDERS,
    act(world, phone) {
      const { email } = world.chance.pick(world.about.people);
      pageOf(world, phone).choosePin(email, world.about.password);
    },
  },
  {
    name: "takes the phone",
    weight: 4,
    may: (_world, phone) => phone.holders.size > 0,
    act(world, phone) {
      phone.holder = world.chance.pick([...phone.holders.keys()]);
    },
  },
  {
    name: "locks the phone",
    weight: 2,
    may: (_world, phone) => phone.holder,
    act(_world, phone) {
      phone.holder = null;
    },
  },
];

/** @type {import("./storage_faults.js").StepFault[]} */
export const HOLDER_FAULTS = [
  {
    name: "keys lost",
    weight: 2,
    may: (_world, phone) => phone.holders.size > 0,
    strike(world, phone) {
      world.strike(this.name, phone.name);
      phone.holders.clear();
      phone.holder = null;
    },
  },
  {
    name: "PINs ended by the office",
    weight: 1.5,
    async strike(world, phone) {
      await world.ask({ do: "end_pins", phone: phone.id });
      world.strike(this.name, phone.name);
    },
  },
];
