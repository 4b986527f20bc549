// Bytes as the wire wants them: hex, base64url, big-endian lengths, digests.

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

const encoder = new TextEncoder();

/** UTF-8 bytes of a text. @param {string} text @returns {Bytes} */
export const utf8 = text => encoder.encode(text);

/** Lower-case hex. @param {Uint8Array} bytes */
export function hex(bytes) {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
}

/** Base64url without padding (RFC 4648 section 5). @param {Uint8Array} bytes */
export function base64url(bytes) {
  const text = Array.from(bytes, byte => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The bytes behind base64url text. @param {string} text @returns {Bytes} */
export function fromBase64url(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, letter => letter.charCodeAt(0));
}

/** One run of bytes out of several. @param {Uint8Array[]} parts @returns {Bytes} */
export function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A length as four bytes, big-endian. @param {number} length @returns {Bytes} */
export function u32(length) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length);
  return bytes;
}

/** Hex SHA-256. @param {Bytes} bytes */
export async function digestOf(bytes) {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/**
 * The text with lone surrogates replaced, so that every language can read its JSON.
 * @param {string} text
 */
export const wellFormed = text => text.replace(/\p{Surrogate}/gu, "\ufffd");
