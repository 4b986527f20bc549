// Makes the phone's scripts smaller than esbuild does: one bar of signal has to carry them once.
import { readFileSync } from "node:fs";
import { minify } from "terser";

const SHRINKING = /** @type {const} */ ({
  ecma: 2022,
  compress: { passes: 3, sequences: false },
  // lit-html's own members; nothing outside the bundle knows them.
  mangle: { properties: { regex: /^_\$/ } },
  format: { comments: false },
});

/** A kilobyte off what a phone fetches, on top of esbuild's own. @param {string} script */
export async function shrink(script) {
  const { code } = await minify(script, SHRINKING);
  return /** @type {string} */ (code);
}

/** A phone needs no indentation inside HTML templates, where no minifier dares to touch it. @param {{path: string}} file */
export function withoutIndentation({ path }) {
  return { contents: readFileSync(path, "utf8").replace(/^[ \t]+/gm, ""), loader: /** @type {const} */ ("js") };
}
