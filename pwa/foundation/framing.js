// The frame round a plaintext before it is sealed: flag, length, JSON, zeros to a whole kilobyte.
import { joined, u32 } from "./bytes.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */

const STEP = 1024;
const RAW = 0;
const DEFLATED = 1;

/**
 * Frames bytes as they are. Every size is a multiple of 1,024 bytes, so that a length tells little.
 * @param {Bytes} json @param {number} [flag] 0 raw, 1 deflate-raw
 */
export function framed(json, flag = RAW) {
  const used = 1 + 4 + json.length;
  const zeros = new Uint8Array(Math.ceil(used / STEP) * STEP - used);
  return joined([Uint8Array.of(flag), u32(json.length), json, zeros]);
}

/** Frames bytes, compressed where the browser can and it helps. @param {Bytes} json */
export async function framedSmall(json) {
  const small = await deflated(json);
  return small && small.length < json.length ? framed(small, DEFLATED) : framed(json);
}

/** @param {Bytes} bytes @returns {Promise<Bytes | null>} null where the browser has no deflate-raw */
async function deflated(bytes) {
  const stream = compressor();
  if (!stream) return null;
  const writer = stream.writable.getWriter();
  const [small] = await Promise.all([read(stream.readable), writer.write(bytes), writer.close()]);
  return small;
}

/** What a frame holds. Throws TypeError where it is none. @param {Bytes} bytes @returns {Promise<Bytes>} */
export async function unframed(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(1);
  const content = bytes.slice(5, 5 + length);
  if (content.length !== length || (bytes[0] !== RAW && bytes[0] !== DEFLATED)) throw new TypeError("Not a frame");
  return bytes[0] === RAW ? content : inflated(content);
}

/** @param {Bytes} bytes */
async function inflated(bytes) {
  const stream = new DecompressionStream("deflate-raw");
  const writer = stream.writable.getWriter();
  const [whole] = await Promise.all([read(stream.readable), writer.write(bytes), writer.close()]);
  return whole;
}

/** By hand: through a Blob and a Response a slow phone needs fifty times as long. @param {ReadableStream<Bytes>} stream */
async function read(stream) {
  const reader = stream.getReader();
  const parts = [];
  for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value);
  return joined(parts);
}

function compressor() {
  try {
    return new CompressionStream("deflate-raw");
  } catch (error) {
    // Absent before Chrome 80 and iOS 16.4; before Chrome 103 it knows deflate but not deflate-raw.
    if (error instanceof ReferenceError || error instanceof TypeError) return null;
    throw error;
  }
}
