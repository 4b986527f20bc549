// Builds what the server hands out under static/build: the phone app, its worker, and the office's style and script.
// Everything is written beside static/build and then renamed into place, so a half-finished build is never served.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";
import { bundle, bundleApp, hash, neededAtOnce } from "./tools/bundle.js";
import { buildHideNumber, HIDE_NUMBER_SOURCES } from "./tools/hide_number_page.js";
import { addressOf, fillTemplate, imagesIn, readImage, TARGET, Unbuildable } from "./tools/page_files.js";

const TEMPLATE = "pwa/shell/app.html";
const MANIFEST = "static/manifest.webmanifest";
const WORKER = "service_worker/worker.js";
// What pages ask build.json for, and where each is made from.
const ENTRIES = {
  "app.js": "pwa/app.js",
  "app.css": "pwa/shell/app.css",
  "office.css": "styles/office.scss",
  "office.js": "styles/office.js",
};

/** @returns {void} Throws when an entry point is missing, naming it. */
function requireSources() {
  const sources = [...Object.values(ENTRIES), ...Object.values(HIDE_NUMBER_SOURCES), WORKER, TEMPLATE, MANIFEST];
  const missing = sources.filter(file => !existsSync(file));
  if (missing.length) throw new Unbuildable(`The build needs ${missing.join(", ")}: not found.`);
}

/** @param {string} entry a .scss file */
async function compileSass(entry) {
  const { css } = sass.compile(entry, { loadPaths: ["node_modules"], quietDeps: true });
  const result = await esbuild.transform(css, { loader: "css", minify: true, legalComments: "none" });
  return result.code;
}

/**
 * @returns {Promise<{version: string, images: string[]}>} one hash of what the shell holds, and the images it names.
 * What start.json holds is the server's to say, so it is not part of the hash.
 */
async function describeShell() {
  const { entry, parts } = await bundleApp(ENTRIES["app.js"], {});
  const texts = [entry, ...Object.values(parts), await bundle(ENTRIES["app.css"]), readFileSync(TEMPLATE, "utf8")];
  const images = imagesIn(texts);
  return { version: hash(...texts, readFileSync(MANIFEST), ...images.map(readImage)), images };
}

/**
 * @param {Record<string, string>} define
 * @returns {Promise<{names: Record<string, string>, files: Record<string, string>, parts: string[]}>} hashed names, contents by
 * those, and the names of the app's parts
 */
async function buildEntries(define) {
  const { entry: app, parts } = await bundleApp(ENTRIES["app.js"], define);
  /** @type {Record<string, string>} */ const names = {};
  /** @type {Record<string, string>} */ const files = { ...parts };
  for (const [name, entry] of Object.entries(ENTRIES)) {
    const content = name === "app.js" ? app : await (extname(entry) === ".scss" ? compileSass : bundle)(entry, define);
    names[name] = `${basename(name, extname(name))}-${hash(content)}${extname(name)}`;
    files[names[name]] = content;
  }
  return { names, files, parts: Object.keys(parts) };
}

/** @param {Record<string, string>} files contents by name */
function replaceTarget(files) {
  const fresh = `${TARGET}.new-${process.pid}`;
  const old = `${TARGET}.old-${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(fresh, name), content);
    writeFileSync(join(fresh, `${name}.br`), brotliCompressSync(content));
  }
  if (existsSync(TARGET)) renameSync(TARGET, old);
  renameSync(fresh, TARGET);
  rmSync(old, { recursive: true, force: true });
}

async function build() {
  requireSources();
  const { version, images } = await describeShell();
  const define = { VERSION: JSON.stringify(version) };
  const { names, files, parts } = await buildEntries(define);
  const atOnce = neededAtOnce(names["app.js"], files);
  const own = [names["app.css"], ...atOnce].map(addressOf);
  const later = parts.filter(name => !atOnce.includes(name)).map(addressOf);
  const precache = ["/app", "/app/start.json", "/manifest.webmanifest", ...own, ...images];
  files["worker.js"] = await bundle(WORKER, {
    ...define,
    PRECACHE: JSON.stringify(precache),
    LATER: JSON.stringify(later),
  });
  const { "app.js": script, "app.css": style } = names;
  files["app.html"] = fillTemplate(TEMPLATE, { "app.js": script, "app.css": style }, atOnce.slice(1));
  const hideNumber = await buildHideNumber();
  files["build.json"] = `${JSON.stringify({ ...names, ...hideNumber.names }, null, 2)}\n`;
  replaceTarget({ ...files, ...hideNumber.files });
}

try {
  await build();
} catch (error) {
  const isTold = error instanceof Unbuildable || error instanceof sass.Exception || "errors" in error;
  if (!isTold) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
