// Seals bytes to a school key: HPKE (RFC 9180) base mode, P-256, HKDF-SHA256, AES-256-GCM.
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from "hpke";
import { fromBase64url, joined, utf8 } from "./bytes.js";
import { framedSmall } from "./framing.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/**
 * A public key of the school, as the server hands it out.
 * @typedef {{kid: string, jwk: {x?: string, y?: string}, use: string, not_after: string | null}} SchoolKey
 */

export const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
const UNCOMPRESSED = 4;

/** What a sealed thing is bound to. @param {string} type @param {string} id */
export const infoFor = (type, id) => utf8(`lanyard/1|${type}|${id}`);

/**
 * Seals framed JSON to the school; the answer is `enc‖ct`.
 * @param {SchoolKey} key @param {{type: string, id: string}} bound @param {string} json
 */
export async function sealed(key, bound, json) {
  return sealedTo(await publicKeyOf(key), bound, json);
}

/** @param {SchoolKey} key */
export const publicKeyOf = async key => /** @type {CryptoKey} */ (await suite.DeserializePublicKey(pointOf(key.jwk)));

/**
 * The same to anybody's public key.
 * @param {CryptoKey} publicKey @param {{type: string, id: string}} bound @param {string} json
 */
export async function sealedTo(publicKey, bound, json) {
  return sealedFrame(publicKey, bound, await framedSmall(utf8(json)));
}

/**
 * The same of bytes that are framed already.
 * @param {CryptoKey} publicKey @param {{type: string, id: string}} bound @param {Bytes} frame
 */
export async function sealedFrame(publicKey, { type, id }, frame) {
  const { encapsulatedSecret, ciphertext } = await suite.Seal(publicKey, frame, {
    info: infoFor(type, id),
  });
  return joined([encapsulatedSecret, ciphertext]);
}

/**
 * The key to seal with: the newest of this use. An old key is never refused, because the server keeps its other half.
 * @param {SchoolKey[]} keys @param {string} [use] "chair" for what is about the headteacher, and for nothing else
 * @returns {SchoolKey | undefined}
 */
export function newestKey(keys, use = "school") {
  const until = (/** @type {SchoolKey} */ key) => key.not_after ?? "9999";
  return keys
    .filter(key => key.use === use)
    .reduce(
      (/** @type {SchoolKey | undefined} */ best, key) => (best && until(best) >= until(key) ? best : key),
      undefined,
    );
}

/** @param {{x?: string, y?: string}} jwk */
function pointOf({ x = "", y = "" }) {
  return joined([Uint8Array.of(UNCOMPRESSED), fromBase64url(x), fromBase64url(y)]);
}
