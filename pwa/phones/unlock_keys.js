// What a PIN opens: two key pairs of one person on one phone, wrapped under the PIN and a share the school holds.
// DESIGN section 4: the wrap is HKDF(PBKDF2(PIN) ‖ S); the proof for the share is HKDF(PBKDF2(PIN), "proof").
import { base64url, fromBase64url, joined, u32, utf8 } from "../foundation/bytes.js";

/** @typedef {import("../foundation/bytes.js").Bytes} Bytes */
/** Keys in memory, while their owner uses the phone. @typedef {{seal: CryptoKeyPair, sign: CryptoKey}} OpenKeys */
/** @typedef {{seal: CryptoKeyPair, sign: CryptoKeyPair}} FreshKeys */

export const FEWEST_ROUNDS = 600_000;
const MOST_ROUNDS = 20_000_000;
const MOST_MS = 700;
// Of the time allowed, what is aimed at: a phone that warms up gets slower.
const AIMED_AT = 0.7;
const TRIED_ROUNDS = 100_000;
const IV_BYTES = 12;
const SALT_BYTES = 16;
const RESCUE_DIGITS = 16;

const ECDH = { name: "ECDH", namedCurve: "P-256" };
const ECDSA = { name: "ECDSA", namedCurve: "P-256" };
const SIGNING = { name: "ECDSA", hash: "SHA-256" };

/** As many rounds as take this phone a good half second, and never fewer than 600,000. @param {() => number} now milliseconds */
export async function roundsFor(now) {
  const begun = now();
  await stretched("000000", new Uint8Array(SALT_BYTES), TRIED_ROUNDS);
  const roundsPerMs = TRIED_ROUNDS / Math.max(1, now() - begun);
  return Math.min(MOST_ROUNDS, Math.max(FEWEST_ROUNDS, Math.floor(roundsPerMs * MOST_MS * AIMED_AT)));
}

/** A PIN or a rescue code, stretched: 32 bytes. @param {string} secret @param {Bytes} salt @param {number} rounds */
export async function stretched(secret, salt, rounds) {
  const key = await crypto.subtle.importKey("raw", utf8(secret), "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, key, 256),
  );
}

/** What shows the school that the PIN is right, without being it. @param {Bytes} stretchedPin */
export async function proofOf(stretchedPin) {
  return base64url(new Uint8Array(await crypto.subtle.deriveBits(hkdf("proof"), await hkdfKey(stretchedPin), 256)));
}

/** The key that a PIN and the share wrap with. @param {Bytes} stretchedPin @param {Bytes} share */
export const wrapKey = async (stretchedPin, share) =>
  crypto.subtle.deriveKey(
    hkdf("wrap"),
    await hkdfKey(joined([stretchedPin, share]), "deriveKey"),
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );

/** The key that a rescue code wraps with: it stands alone, being of 16 random digits. @param {Bytes} stretchedCode */
export const rescueKey = stretchedCode => wrapKey(stretchedCode, utf8("rescue"));

/** @returns {Promise<FreshKeys>} */
export async function freshKeys() {
  const [seal, sign] = await Promise.all([
    crypto.subtle.generateKey(ECDH, true, ["deriveBits"]),
    crypto.subtle.generateKey(ECDSA, true, ["sign", "verify"]),
  ]);
  return { seal, sign };
}

/** The public half as the school keeps it. @param {CryptoKeyPair} pair */
export async function publicJwk({ publicKey }) {
  const { x, y } = await crypto.subtle.exportKey("jwk", publicKey);
  return { kty: "EC", crv: "P-256", x, y };
}

/** Both private halves as bytes, to be wrapped; nothing else ever sees them so. @param {FreshKeys} keys */
export async function bare({ seal, sign }) {
  const parts = await Promise.all([
    crypto.subtle.exportKey("pkcs8", seal.privateKey),
    crypto.subtle.exportKey("pkcs8", sign.privateKey),
    crypto.subtle.exportKey("raw", seal.publicKey),
  ]);
  return joined(
    parts.flatMap(part => {
      const bytes = new Uint8Array(part);
      return [u32(bytes.length), bytes];
    }),
  );
}

/** The keys to work with: none of them can be read out again. @param {Bytes} bytes @returns {Promise<OpenKeys>} */
export async function usable(bytes) {
  const [seal, sign, sealPublic] = split(bytes);
  const [privateKey, publicKey, signKey] = await Promise.all([
    crypto.subtle.importKey("pkcs8", /** @type {Bytes} */ (seal), ECDH, false, ["deriveBits"]),
    crypto.subtle.importKey("raw", /** @type {Bytes} */ (sealPublic), ECDH, true, []),
    crypto.subtle.importKey("pkcs8", /** @type {Bytes} */ (sign), ECDSA, false, ["sign"]),
  ]);
  return { seal: { privateKey, publicKey }, sign: signKey };
}

/** @param {Bytes} bytes */
function split(bytes) {
  const parts = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; ) {
    const length = view.getUint32(at);
    parts.push(bytes.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return parts;
}

/** @param {CryptoKey} key @param {Bytes} bytes @returns {Promise<string>} base64url of iv‖ct */
export async function wrapped(key, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  return base64url(joined([iv, new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes))]));
}

/** @param {CryptoKey} key @param {string} wrap @returns {Promise<Bytes | null>} null when the key is not the right one */
export async function unwrapped(key, wrap) {
  const bytes = fromBase64url(wrap);
  try {
    const iv = bytes.slice(0, IV_BYTES);
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, bytes.slice(IV_BYTES)));
  } catch (error) {
    if (error instanceof DOMException && error.name === "OperationError") return null;
    throw error;
  }
}

/** r‖s as base64url. @param {CryptoKey} key @param {Bytes} bytes */
export async function signature(key, bytes) {
  return base64url(new Uint8Array(await crypto.subtle.sign(SIGNING, key, bytes)));
}

export const freshSalt = () => crypto.getRandomValues(new Uint8Array(SALT_BYTES));

/** 16 random digits, each as likely as any other. */
export function freshRescueCode() {
  let digits = "";
  while (digits.length < RESCUE_DIGITS) {
    for (const byte of crypto.getRandomValues(new Uint8Array(RESCUE_DIGITS))) {
      // 250 is the last multiple of ten below 256.
      if (byte < 250) digits += byte % 10;
    }
  }
  return digits.slice(0, RESCUE_DIGITS);
}

/** @param {"proof" | "wrap"} use */
const hkdf = use => ({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8(`lanyard/1|unlock|${use}`) });

/** @param {Bytes} bytes @param {"deriveBits" | "deriveKey"} use @returns {Promise<CryptoKey>} */
const hkdfKey = (bytes, use = "deriveBits") => crypto.subtle.importKey("raw", bytes, "HKDF", false, [use]);
