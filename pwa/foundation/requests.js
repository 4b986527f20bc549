// Talks to the school's server and believes only answers that are surely the server's own.
import { APP_VERSION } from "./version.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */
/** @typedef {(url: string, init?: RequestInit) => Promise<Response>} Fetch */
/**
 * What came back: `answered` false means nobody did; `json` is null unless it is truly JSON from where we asked.
 * @typedef {{answered: boolean, ok: boolean, status: number, json: any, code: string, retry_after_seconds: number | null}} Answer
 */
/** @typedef {{method?: string, body?: BodyInit, headers?: Record<string, string>}} Question */

const LIMIT_MS = 60_000;
const JSON_TYPE = /^application\/(problem\+)?json\b/i;
/** @type {Answer} */
const NOBODY = { answered: false, ok: false, status: 0, json: null, code: "", retry_after_seconds: null };

/**
 * Asks the server. Never throws for the network: no signal is an ordinary answer here.
 * @param {Fetch} fetch @param {string} url @param {Question} [question]
 * @returns {Promise<Answer>}
 */
export async function ask(fetch, url, question = {}) {
  const { headers, ...rest } = question;
  try {
    const response = await fetch(url, {
      ...rest,
      headers: { "Lanyard-Client": APP_VERSION, ...headers },
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    return await answerOf(response);
  } catch (error) {
    // A dropped line, a redirect, a timeout and half an answer look different in every engine and mean the same.
    if (error instanceof Error || error instanceof DOMException) return NOBODY;
    throw error;
  }
}

/** Sends JSON and reads JSON. @param {Fetch} fetch @param {string} url @param {unknown} body */
export function askJson(fetch, url, body) {
  const headers = { "Content-Type": "application/json" };
  return ask(fetch, url, { method: "POST", body: JSON.stringify(body), headers });
}

/** @param {Response} response @returns {Promise<Answer>} */
async function answerOf(response) {
  const isJson = JSON_TYPE.test(response.headers.get("Content-Type") ?? "") && !response.redirected;
  const json = isJson ? await response.json() : null;
  const wait = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  return {
    answered: true,
    ok: response.ok && json !== null,
    status: response.status,
    json,
    code: typeof json?.code === "string" ? json.code : "",
    retry_after_seconds: Number.isNaN(wait) ? null : wait,
  };
}
