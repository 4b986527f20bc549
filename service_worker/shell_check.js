// Whether what was fetched is the shell, whole and of one version: the page names its script, and that its parts.
import { digestOf, joined } from "../pwa/foundation/bytes.js";

/** @typedef {{url: string, response: Response, bytes: ArrayBuffer}} Fetched */

// The build names a script or style by its content: `build.js` says how.
const NAMED_BY_CONTENT = /\/build\/\w+-(\w+)\.\w+$/;
const IS_JSON = /json$/;

/** @param {Fetched[]} files @param {string} page the address of the one that names the rest @returns {Promise<boolean>} */
export async function isOneVersion(files, page) {
  const namesOthers = (/** @type {string} */ url) => url === page || url.endsWith(".js");
  const texts = files.map(({ url, bytes }) => (namesOthers(url) ? new TextDecoder().decode(bytes) : ""));
  const found = await Promise.all(files.map(file => isItself(file, texts)));
  return found.every(Boolean);
}

/** @param {Fetched} file @param {string[]} texts of what names others */
async function isItself({ url, response, bytes }, texts) {
  const hash = NAMED_BY_CONTENT.exec(url)?.[1];
  if (hash) {
    const isNamed = texts.some(text => text.includes(url.slice(url.lastIndexOf("/") + 1)));
    return isNamed && isWhole({ url, bytes });
  }
  return !IS_JSON.test(url) || /\bjson\b/.test(response.headers.get("Content-Type") ?? "");
}

/** Whether a file that is named by its content has that content. @param {Pick<Fetched, "url" | "bytes">} file */
export async function isWhole({ url, bytes }) {
  const hash = NAMED_BY_CONTENT.exec(url)?.[1] ?? "";
  return (await digestOf(joined([new Uint8Array(bytes), new Uint8Array(1)]))).startsWith(hash);
}
