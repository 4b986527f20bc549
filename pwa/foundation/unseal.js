// Opens what was sealed to somebody's own key on this phone. Comes with the rest: nothing needs it before a PIN was given.
import { unframed } from "./framing.js";
import { infoFor, suite } from "./seal.js";

const ENCAPSULATED_BYTES = 65;

/**
 * The JSON behind sealed bytes; null where they are not for this key, or no JSON.
 * @param {CryptoKeyPair} seal @param {{type: string, id: string}} bound @param {ArrayBuffer} sealed `enc‖ct` @returns {Promise<any>}
 */
export async function unsealed(seal, { type, id }, sealed) {
  const bytes = new Uint8Array(sealed);
  const [enc, ciphertext] = [bytes.slice(0, ENCAPSULATED_BYTES), bytes.slice(ENCAPSULATED_BYTES)];
  try {
    const plain = await suite.Open(seal, enc, ciphertext, { info: infoFor(type, id) });
    return JSON.parse(new TextDecoder().decode(await unframed(new Uint8Array(plain))));
  } catch (error) {
    if (error instanceof Error || error instanceof DOMException) return null;
    throw error;
  }
}
