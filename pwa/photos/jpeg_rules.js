// What kind of file a picture is, whether a JPEG is whole, and a JPEG without anything that tells of more than the picture. Pure.

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** `end` is where the picture ends in the file; null where it is cut off. @typedef {{width: number, height: number, end: number | null, segments: Segment[]}} Jpeg */
/** @typedef {{marker: number, from: number, to: number}} Segment */

const [START, END, SCAN, COMMENT, ADOBE] = [0xd8, 0xd9, 0xda, 0xfe, 0xee];
const HEIC = /^ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1|avif|avis)/;

/** @param {Bytes} bytes @returns {"jpeg" | "png" | "webp" | "heic" | ""} "" for anything else */
export function kindOf(bytes) {
  const text = String.fromCharCode(...bytes.slice(0, 16));
  if (text.startsWith("\xff\xd8\xff")) return "jpeg";
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (text.startsWith("RIFF") && text.slice(8).startsWith("WEBP")) return "webp";
  return HEIC.test(text.slice(4)) ? "heic" : "";
}

/** A JPEG's size and parts, read without decoding it; null where it is none. @param {Bytes} bytes @returns {Jpeg | null} */
export function readJpeg(bytes) {
  /** @type {Jpeg} */
  const jpeg = { width: 0, height: 0, end: null, segments: [] };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 2;
  while (at + 3 < bytes.length) {
    const segment = segmentAt(view, at);
    if (!segment) return null;
    jpeg.segments.push(segment);
    if (isFrame(segment.marker) && segment.to <= bytes.length) Object.assign(jpeg, sizeIn(view, segment));
    at = segment.marker === SCAN ? afterScan(bytes, segment.to) : segment.to;
    if (bytes[at] === 0xff && bytes[at + 1] === END) return { ...jpeg, end: at + 2 };
  }
  return jpeg.segments.length > 0 ? jpeg : null;
}

/** @param {DataView} view @param {number} from @returns {Segment | null} */
function segmentAt(view, from) {
  let at = from;
  // Any number of these may stand before a marker.
  while (at + 4 < view.byteLength && view.getUint16(at) === 0xffff) at++;
  const marker = view.getUint8(at + 1);
  if (view.getUint8(at) !== 0xff || marker < 0xc0) return null;
  return { marker, from: at, to: at + 2 + view.getUint16(at + 2) };
}

/** @param {DataView} view @param {Segment} frame */
const sizeIn = (view, { from }) => ({ height: view.getUint16(from + 5), width: view.getUint16(from + 7) });

/** A start of frame, which tells the size: not the tables DHT, JPG and DAC. @param {number} marker */
const isFrame = marker => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** The next marker after the packed picture; a stuffed zero and a restart are part of it. @param {Bytes} bytes @param {number} from */
function afterScan(bytes, from) {
  for (let at = from; at + 1 < bytes.length; at++) {
    const next = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

/** A PNG's size. @param {Bytes} bytes */
export function readPng(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return bytes.length < 24 ? null : { width: view.getUint32(16), height: view.getUint32(20) };
}

/** A whole JPEG without its notes (where, when, with what it was taken) and without anything behind its end. @param {Bytes} bytes @returns {Bytes} */
export function bareJpeg(bytes) {
  const jpeg = readJpeg(bytes);
  if (!jpeg || jpeg.end === null) throw new TypeError("Not a whole JPEG");
  const scan = jpeg.segments.findIndex(({ marker }) => marker === SCAN);
  const kept = jpeg.segments.slice(0, scan).filter(({ marker }) => !isNote(marker));
  const parts = [...kept, { from: /** @type {Segment} */ (jpeg.segments[scan]).from, to: jpeg.end }];
  const bare = new Uint8Array(2 + parts.reduce((sum, { from, to }) => sum + to - from, 0));
  bare.set([0xff, START]);
  let at = 2;
  for (const { from, to } of parts) {
    bare.set(bytes.subarray(from, to), at);
    at += to - from;
  }
  return bare;
}

/** The parts of applications, but for the first (a JPEG's own) and the one that tells how its colours are packed. @param {number} marker */
const isNote = marker => marker === COMMENT || (marker > 0xe0 && marker <= 0xef && marker !== ADOBE);
