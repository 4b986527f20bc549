// A shot as a handset's own camera makes it, until it is kept: drawn anew, sealed and queued with the record that names it.
import { fileWithPhotos } from "../../pwa/outbox/file_photos.js";
import { browserMachine } from "../../pwa/outbox/machine.js";
import { pictureOfFile } from "../../pwa/photos/picture.js";

const machine = browserMachine((url, init) => fetch(url, init));
/** @type {{phone: string | null, keys: any[], offset: null}} */
const known = { phone: null, keys: [], offset: null };
const ACTOR = { staff: null, how: "none", typed_name: null, unlocked_by: null };
// A trip outdoors is full of edges: blocks of noise compress about as badly.
const BLOCK = 4;

/** Who the pictures are sealed to. @param {any[]} keys */
export async function knows(keys) {
  known.keys = keys;
  await machine.store.prepare();
}

/** A file of a camera, made now. @param {number} width @param {number} height @returns {Promise<File>} */
async function shot(width, height) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const dots = new ImageData(width / BLOCK, height / BLOCK);
  // A call gives out 65,536 random bytes at most.
  for (let at = 0; at < dots.data.length; at += 65_536) crypto.getRandomValues(dots.data.subarray(at, at + 65_536));
  for (let at = 3; at < dots.data.length; at += 4) dots.data[at] = 255;
  context.drawImage(await createImageBitmap(dots), 0, 0, width, height);
  const blob = /** @type {Blob} */ (await new Promise(made => canvas.toBlob(made, "image/jpeg", 0.92)));
  canvas.width = canvas.height = 0;
  return new File([blob], "shot.jpg", { type: "image/jpeg" });
}

/** @param {{bytes: Uint8Array<ArrayBuffer>, width: number, height: number}} picture */
async function keep({ bytes, width, height }) {
  const body = { check: null, nobody: true, pupils: [], width, height };
  const record = { id: machine.newId(), kind: "photo.taken", v: 1, trip: null, actor: ACTOR, body, sign: null };
  await fileWithPhotos(machine, known, /** @type {any} */ (record), [{ id: machine.newId(), bytes }]);
}

/** From the camera's file to both items in the outbox. @param {[number, number]} size @returns what it took and how large */
export async function one([width, height]) {
  const file = await shot(width, height);
  const began = performance.now();
  const picture = await pictureOfFile(file, Date.now());
  await keep(picture);
  return { ms: performance.now() - began, given: file.size, kept: picture.bytes.length };
}

/** Photographs so often, and answers how many photos wait. @param {[number, [number, number]]} asked */
export async function many([count, size]) {
  for (let taken = 0; taken < count; taken += 1) await one(size);
  return waiting();
}

/** How many photos wait here, and how many bytes they take. */
export async function waiting() {
  const photos = (await machine.store.all()).filter(({ type, state }) => type === "blob" && state === "waiting");
  return { photos: photos.length, bytes: photos.reduce((sum, { size }) => sum + size, 0) };
}
