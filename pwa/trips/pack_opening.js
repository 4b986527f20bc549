// Opens a list with its owner's key; only while they have the phone open is it in memory, and nowhere else in clear.
import { unframed } from "../foundation/framing.js";
import { infoFor, suite } from "../foundation/seal.js";

const ENCAPSULATED_BYTES = 65;

/**
 * The list behind sealed bytes; null where they are not for this key, or no list.
 * @param {CryptoKeyPair} seal @param {string} unlock @param {ArrayBuffer} sealed @returns {Promise<import("./pack_rules.js").Pack | null>}
 */
export async function openedPack(seal, unlock, sealed) {
  const bytes = new Uint8Array(sealed);
  const [enc, ciphertext] = [bytes.slice(0, ENCAPSULATED_BYTES), bytes.slice(ENCAPSULATED_BYTES)];
  try {
    const plain = await suite.Open(seal, enc, ciphertext, { info: infoFor("pack", unlock) });
    return JSON.parse(new TextDecoder().decode(await unframed(new Uint8Array(plain))));
  } catch (error) {
    if (error instanceof Error || error instanceof DOMException) return null;
    throw error;
  }
}
