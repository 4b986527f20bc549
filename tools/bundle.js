// How the phone's scripts are put together: one file for the worker, and for the page modules of which most come later.
import { createHash } from "node:crypto";
import { basename, extname } from "node:path";
import * as esbuild from "esbuild";
import { shrink, shrinkTogether, withoutIndentation } from "./shrink.js";

const OPTIONS = /** @type {const} */ ({
  bundle: true,
  minify: true,
  write: false,
  format: "iife",
  target: "es2022",
  legalComments: "none",
  logLevel: "silent",
  external: ["/static/*"],
  plugins: [{ name: "no indentation", setup: build => build.onLoad({ filter: /\/pwa\/.*\.js$/ }, withoutIndentation) }],
});

/** @param {...(string | Uint8Array)} contents @returns {string} their first 40 bits of SHA-256, as hex */
export function hash(...contents) {
  const digest = createHash("sha256");
  for (const content of contents) digest.update(content).update("\0");
  return digest.digest("hex").slice(0, 10);
}

/** @param {string} entry a .js or .css file @param {Record<string, string>} [define] */
export async function bundle(entry, define = {}) {
  const result = await esbuild.build({ ...OPTIONS, entryPoints: [entry], define });
  const bundled = result.outputFiles[0].text;
  return extname(entry) === ".js" ? shrink(bundled) : bundled;
}

/**
 * The phone app as modules: `app.js`, which opens the app, and the parts it asks for once it is open. Each part is named by
 * its content, so those that name others are named after them.
 * @param {string} source @param {Record<string, string>} define @returns {Promise<{entry: string, parts: Record<string, string>}>}
 */
export async function bundleApp(source, define) {
  const modules = {
    entryPoints: [source],
    format: /** @type {const} */ ("esm"),
    splitting: true,
    outdir: ".",
  };
  const result = await esbuild.build({ ...OPTIONS, ...modules, entryNames: "app", chunkNames: "part-[hash]", define });
  const outputs = await shrinkTogether(
    Object.fromEntries(result.outputFiles.map(file => [basename(file.path), file.text])),
  );
  /** @type {Record<string, string>} */ const parts = {};
  for (;;) {
    const names = Object.keys(outputs).filter(name => name !== "app.js");
    const last = names.find(name => !names.some(other => other !== name && outputs[name].includes(other)));
    if (!last) return { entry: outputs["app.js"], parts };
    const content = outputs[last];
    delete outputs[last];
    const name = `part-${hash(content)}.js`;
    parts[name] = content;
    for (const other of Object.keys(outputs)) outputs[other] = outputs[other].replaceAll(last, name);
  }
}

/**
 * A script and all that it imports before it runs; what it asks for later is not among them.
 * @param {string} name @param {Record<string, string>} files @returns {string[]}
 */
export function neededAtOnce(name, files) {
  const imported = [...files[name].matchAll(/(?:from|import)\s*["']\.\/([\w.-]+)["']/g)].map(([, other]) => other);
  return [...new Set([name, ...imported.flatMap(other => neededAtOnce(other, files))])];
}
