// What a built page is put together from: its template with the built names filled in, and the images it names.
import { existsSync, readFileSync } from "node:fs";

export const TARGET = "static/build";

/** A failure whose message is all that the reader needs. */
export class Unbuildable extends Error {}

/** @param {string} name of a built file @returns {string} where the server hands it out */
export const addressOf = name => `/${TARGET}/${name}`;

/** @param {string} address @returns {Uint8Array} the icon or image at that address */
export function readImage(address) {
  const file = address.slice(1);
  if (!existsSync(file)) throw new Unbuildable(`The shell needs ${file}: not found.`);
  return readFileSync(file);
}

/** @param {string[]} texts @returns {string[]} the addresses of every icon and image that they name */
export function imagesIn(texts) {
  const found = texts.flatMap(text => text.match(/\/static\/(?:icons|images)\/[\w./-]+/g) ?? []);
  return [...new Set(found)].sort();
}

/**
 * A page, its plain names filled in. What its script imports is asked for with it, and not only once the script has come and
 * was read.
 * @param {string} template a file @param {Record<string, string>} names built names by plain ones @param {string[]} [imported]
 */
export function fillTemplate(template, names, imported = []) {
  let page = readFileSync(template, "utf8");
  for (const [name, built] of Object.entries(names)) {
    if (!page.includes(`${addressOf(name)}"`)) throw new Unbuildable(`${template} does not name ${addressOf(name)}.`);
    page = page.replaceAll(`${addressOf(name)}"`, `${addressOf(built)}"`);
  }
  const links = imported.map(name => `  <link rel="modulepreload" href="${addressOf(name)}">\n`);
  return page.replace("</head>", `${links.join("")}</head>`);
}
