// Whether what was fetched is the shell, whole and of one version.
import { digestOf, joined } from "../pwa/foundation/bytes.js";

/** @typedef {{url: string, response: Response, bytes: ArrayBuffer}} Fetched */

const APP = "/app";
// The build names a script or style by its content: `build.js` says how.
const NAMED_BY_CONTENT = /\/build\/\w+-(\w+)\.\w+$/;
const IS_JSON = /json$/;

/** @param {Fetched[]} files @returns {Promise<boolean>} */
export async function isOneVersion(files) {
  const page = new TextDecoder().decode(files.find(({ url }) => url === APP)?.bytes);
  const found = await Promise.all(files.map(file => isItself(file, page)));
  return found.every(Boolean);
}

/** @param {Fetched} file @param {string} page */
async function isItself({ url, response, bytes }, page) {
  const hash = NAMED_BY_CONTENT.exec(url)?.[1];
  if (hash)
    return page.includes(url) && (await digestOf(joined([new Uint8Array(bytes), new Uint8Array(1)]))).startsWith(hash);
  return !IS_JSON.test(url) || /\bjson\b/.test(response.headers.get("Content-Type") ?? "");
}
