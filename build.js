// Builds what the server hands out under static/build: the phone app, its worker, and the office's style and script.
// Everything is written beside static/build and then renamed into place, so a half-finished build is never served.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";
import { bundle, bundleApp, hash, neededAtOnce } from "./tools/bundle.js";

const TARGET = "static/build";
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

/** A failure whose message is all that the reader needs. */
class Unbuildable extends Error {}

/** @returns {void} Throws when an entry point is missing, naming it. */
function requireSources() {
  const missing = [...Object.values(ENTRIES), WORKER, TEMPLATE, MANIFEST].filter(file => !existsSync(file));
  if (missing.length) throw new Unbuildable(`The build needs ${missing.join(", ")}: not found.`);
}

/** @param {string} entry a .scss file */
async function compileSass(entry) {
  const { css } = sass.compile(entry, { loadPaths: ["node_modules"], quietDeps: true });
  const result = await esbuild.transform(css, { loader: "css", minify: true, legalComments: "none" });
  return result.code;
}

/** @param {string} address @returns {Uint8Array} the icon or image at that address */
function readImage(address) {
  const file = address.slice(1);
  if (!existsSync(file)) throw new Unbuildable(`The shell needs ${file}: not found.`);
  return readFileSync(file);
}

/** @param {string[]} texts @returns {string[]} the addresses of every icon and image that they name */
function imagesIn(texts) {
  const found = texts.flatMap(text => text.match(/\/static\/(?:icons|images)\/[\w./-]+/g) ?? []);
  return [...new Set(found)].sort();
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

/**
 * The shell's page, its two plain names filled in. What the script imports is asked for with it, and not only once the script
 * has come and was read.
 * @param {Record<string, string>} names @param {string[]} imported @returns {string}
 */
function fillTemplate(names, imported) {
  let page = readFileSync(TEMPLATE, "utf8");
  for (const name of ["app.js", "app.css"]) {
    if (!page.includes(`/${TARGET}/${name}"`)) throw new Unbuildable(`${TEMPLATE} does not name /${TARGET}/${name}.`);
    page = page.replaceAll(`/${TARGET}/${name}"`, `/${TARGET}/${names[name]}"`);
  }
  const links = imported.map(name => `  <link rel="modulepreload" href="/${TARGET}/${name}">\n`);
  return page.replace("</head>", `${links.join("")}</head>`);
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
  const address = (/** @type {string} */ name) => `/${TARGET}/${name}`;
  const own = [names["app.css"], ...atOnce].map(address);
  const later = parts.filter(name => !atOnce.includes(name)).map(address);
  const precache = ["/app", "/app/start.json", "/manifest.webmanifest", ...own, ...images];
  files["worker.js"] = await bundle(WORKER, {
    ...define,
    PRECACHE: JSON.stringify(precache),
    LATER: JSON.stringify(later),
  });
  files["app.html"] = fillTemplate(names, atOnce.slice(1));
  files["build.json"] = `${JSON.stringify(names, null, 2)}\n`;
  replaceTarget(files);
}

try {
  await build();
} catch (error) {
  const isTold = error instanceof Unbuildable || error instanceof sass.Exception || "errors" in error;
  if (!isTold) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
