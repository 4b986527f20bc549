// Makes a picture fit to keep: drawn anew at most 2,048 pixels long, upright, as a JPEG with nothing in it but the picture.
// One at a time, and everything is let go of at once: a school phone has little memory.
import { bareJpeg, kindOf, readJpeg, readPng } from "./jpeg_rules.js";
import { fitted, isOfNow, MOST_PIXELS } from "./photo_rules.js";

/** @typedef {"empty" | "not_image" | "cut_off" | "heic" | "too_large" | "old" | "no_picture"} WhyUnfit */
/** @typedef {{bytes: Uint8Array<ArrayBuffer>, width: number, height: number}} Picture */

const QUALITY = 0.85;

/** This is no picture that can be kept. */
export class UnfitError extends Error {
  name = "UnfitError";
  /** @param {WhyUnfit} why @param {unknown} [cause] */
  constructor(why, cause) {
    super(`Unfit: ${why}`, { cause });
    this.why = why;
  }
}

/** From a file that the phone's own camera made. Throws UnfitError. @param {File} file @param {number} now @returns {Promise<Picture>} */
export async function pictureOfFile(file, now) {
  const why = await whyUnfit(file, now);
  if (why) throw new UnfitError(why);
  const bitmap = await decoded(file);
  try {
    if (bitmap.width * bitmap.height > MOST_PIXELS) throw new UnfitError("too_large");
    return await drawn(bitmap, bitmap);
  } finally {
    bitmap.close();
  }
}

/** From what the camera shows now. Throws UnfitError. @param {HTMLVideoElement} video @returns {Promise<Picture>} */
export function pictureOfVideo(video) {
  return drawn(video, { width: video.videoWidth, height: video.videoHeight });
}

/** Told from the file alone, before it takes the memory that a decoded picture does. @param {File} file @param {number} now @returns {Promise<WhyUnfit | "">} */
async function whyUnfit(file, now) {
  if (file.size === 0) return "empty";
  const bytes = new Uint8Array(await file.arrayBuffer());
  const kind = kindOf(bytes);
  if (!kind) return "not_image";
  const size = kind === "jpeg" ? readJpeg(bytes) : kind === "png" ? readPng(bytes) : null;
  if (kind === "jpeg" && !size) return "not_image";
  if (size && size.width * size.height > MOST_PIXELS) return "too_large";
  if (size && "end" in size && size.end === null) return "cut_off";
  return isOfNow(file.lastModified, now) ? "" : "old";
}

/** @param {File} file */
async function decoded(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch (error) {
    const kind = kindOf(new Uint8Array(await file.slice(0, 16).arrayBuffer()));
    throw new UnfitError(kind === "heic" ? "heic" : "not_image", error);
  }
}

/** @param {CanvasImageSource} source @param {{width: number, height: number}} size @returns {Promise<Picture>} */
async function drawn(source, { width, height }) {
  if (!width || !height) throw new UnfitError("no_picture");
  const canvas = Object.assign(document.createElement("canvas"), fitted(width, height));
  try {
    canvas.getContext("2d")?.drawImage(source, 0, 0, canvas.width, canvas.height);
    const made = await new Promise(resolve => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    if (!(made instanceof Blob) || made.type !== "image/jpeg") throw new UnfitError("no_picture");
    const bytes = bareJpeg(new Uint8Array(await made.arrayBuffer()));
    return { bytes, width: canvas.width, height: canvas.height };
  } finally {
    // A canvas keeps its pixels until it is small.
    canvas.width = canvas.height = 0;
  }
}
