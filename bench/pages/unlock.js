// A shared phone opened: the PIN stretched by as many rounds as this phone is given, and today's list read.
import { roundsFor, stretched } from "../../pwa/phones/unlock_keys.js";
import { fromBase64url } from "../../pwa/foundation/bytes.js";
import { unsealed } from "../../pwa/foundation/unseal.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const SALT = new Uint8Array(16);

/** How many rounds the app chooses here, and how long a PIN takes with them. @returns {Promise<{rounds: number, ms: number}>} */
export async function pin() {
  const rounds = await roundsFor(() => performance.now());
  const began = performance.now();
  await stretched("274913", SALT, rounds);
  return { rounds, ms: performance.now() - began };
}

/** How long a sealed list takes to be read. @param {{unlock: string, sealed: string, jwk: JsonWebKey}} given @returns {Promise<{pupils: number, ms: number}>} */
export async function list({ unlock, sealed, jwk }) {
  const { d: _d, ...open } = jwk;
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey("jwk", { ...jwk, key_ops: ["deriveBits"] }, CURVE, false, ["deriveBits"]),
    crypto.subtle.importKey("jwk", open, CURVE, true, []),
  ]);
  const bytes = fromBase64url(sealed);
  const began = performance.now();
  const pack = await unsealed({ privateKey, publicKey }, { type: "pack", id: unlock }, bytes.buffer);
  return { pupils: pack?.pupils.length ?? 0, ms: performance.now() - began };
}
