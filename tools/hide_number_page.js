// Builds the public page at /141, which shares nothing with the phone app but the look: its script, style, page and worker.
import { readFileSync } from "node:fs";
import { bundle, hash } from "./bundle.js";
import { addressOf, fillTemplate, imagesIn, readImage } from "./page_files.js";

export const HIDE_NUMBER_SOURCES = {
  "hide.js": "pwa/personal_phone/hide_number.js",
  "hide.css": "pwa/personal_phone/hide_number.css",
  "hide.html": "pwa/personal_phone/hide_number.html",
  "141-worker.js": "service_worker/hide_number.js",
  "141.webmanifest": "static/141.webmanifest",
};

/** @returns {Promise<{names: Record<string, string>, files: Record<string, string>}>} hashed names by plain ones, contents by those */
export async function buildHideNumber() {
  const [script, style] = [await bundle(HIDE_NUMBER_SOURCES["hide.js"]), await bundle(HIDE_NUMBER_SOURCES["hide.css"])];
  const names = { "hide.js": `hide-${hash(script)}.js`, "hide.css": `hide-${hash(style)}.css` };
  const page = fillTemplate(HIDE_NUMBER_SOURCES["hide.html"], names);
  const images = imagesIn([page]);
  const manifest = readFileSync(HIDE_NUMBER_SOURCES["141.webmanifest"]);
  const worker = await bundle(HIDE_NUMBER_SOURCES["141-worker.js"], {
    VERSION: JSON.stringify(hash(page, manifest, ...images.map(readImage))),
    PRECACHE: JSON.stringify(["/141", "/141.webmanifest", ...Object.values(names).map(addressOf), ...images]),
  });
  const files = { [names["hide.js"]]: script, [names["hide.css"]]: style, "hide.html": page, "141-worker.js": worker };
  return { names, files };
}
