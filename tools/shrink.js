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

/** The same for modules that belong together: what one calls lit-html's members, all do. @param {Record<string, string>} scripts by name */
export async function shrinkTogether(scripts) {
  const nameCache = {};
  /** @type {Record<string, string>} */ const small = {};
  for (const [name, script] of Object.entries(scripts)) {
    const { code } = await minify(script, { ...SHRINKING, module: true, nameCache });
    small[name] = /** @type {string} */ (code);
  }
  return small;
}

/** A phone needs no indentation inside HTML templates, where no minifier dares to touch it. @param {{path: string}} file */
export function withoutIndentation({ path }) {
  return { contents: readFileSync(path, "utf8").replace(/^[ \t]+/gm, ""), loader: /** @type {const} */ ("js") };
}
