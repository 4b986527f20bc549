// Decides what is sent, when, and what an answer means for an item. Pure: no clock, no network, no store.

/**
 * One filed item as the phone keeps it; its sealed bytes lie apart.
 * `waiting`: not known to be at school. `received`: a matching receipt came. `settled`: the school holds a second copy,
 * and the bytes are gone from here. `lost`: a restored server no longer names one whose bytes are gone from here.
 * @typedef {object} Envelope
 * @property {string} chain 32 hex digits
 * @property {number} seq from 1
 * @property {string | null} trip
 * @property {string} digest hex SHA-256 of the sealed bytes
 * @property {number} size bytes
 * @property {"record" | "draft" | "blob"} type
 * @property {string} id UUID
 * @property {string} kid the key it is sealed to
 * @property {"waiting" | "received" | "settled" | "lost"} state
 * @property {number} tries
 * @property {string | null} last_error a reason from `outbox_words.js`
 * @property {number} next_try_at milliseconds; 0 is at once
 * @property {number} filed_at milliseconds
 * @property {number | null} received_at milliseconds
 * @property {number | null} n the server's arrival number
 * @property {string | null} epoch the server's life in which `n` counts
 * @property {boolean} [isApart] on the chain apart, where no trip is told; what an earlier version filed does not say
 */
/** @typedef {{chain: string, next: number, apart: boolean, closed?: boolean}} Chain */
/** @typedef {{id: string, type: string, digest: string, n: number, code?: string}} Receipt */
/** @typedef {import("../foundation/requests.js").Answer} Answer */
/**
 * What to do after a batch was answered.
 * `stop`: nobody will do better now. `halve`: one item may be spoiling it. `store`: read the receipts.
 * @typedef {"store" | "halve" | "stop"} NextStep
 */

export const BATCH_RECORDS = 100;
export const BATCH_BYTES = 1_048_576;
export const PAGE_ITEMS = 500;
export const RECORD_CAP_BYTES = 256_000;

const ITEM_LIMIT_MS = 300_000;
const ITEM_FIRST_MS = 2000;
const MOST_DOUBLINGS = 8;
const UNSETTLED_ALARM_MS = 14 * 86_400_000;
const SPOILT_BY_AN_ITEM = new Set([400, 409, 413, 415, 422]);

/** The main chain first, the one apart second. @param {Chain[]} chains */
export function inOrder(chains) {
  return [...chains].sort(
    (a, b) => Number(a.apart) - Number(b.apart) || Number(a.closed ?? false) - Number(b.closed ?? false),
  );
}

/**
 * What may be sent now, oldest first. A report sent unfinished travels among the records.
 * @param {Envelope[]} envelopes @param {"record" | "blob"} type @param {number} now
 */
export function due(envelopes, type, now) {
  return envelopes
    .filter(item => item.state === "waiting" && (item.type === "blob") === (type === "blob") && isTimeFor(item, now))
    .sort((a, b) => a.filed_at - b.filed_at || a.seq - b.seq);
}

// A clock set back must not hold an item, so a wait longer than any we give counts as over.
/** @param {Envelope} item @param {number} now */
const isTimeFor = (item, now) => item.next_try_at <= now || item.next_try_at > now + 2 * ITEM_LIMIT_MS;

/**
 * Cuts items into batches of at most 100 and 1 MiB; a single large item travels alone.
 * @param {Envelope[]} items
 */
export function batches(items) {
  /** @type {Envelope[][]} */
  const cut = [];
  let bytes = 0;
  for (const item of items) {
    const last = cut.at(-1);
    const fits = last && last.length < BATCH_RECORDS && bytes + item.size <= BATCH_BYTES;
    if (fits) last.push(item);
    else cut.push([item]);
    bytes = (fits ? bytes : 0) + item.size;
  }
  return cut;
}

/** Two halves of a batch. @template T @param {T[]} items */
export function halves(items) {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}

/**
 * Why something did not go, as `outbox_words.js` tells it.
 * @typedef {"no_signal" | "not_ours" | "set_up" | "refused" | "busy" | "server_trouble" | "damaged" | "unconfirmed" | "unreadable" | "storage"} Reason
 */

/** @param {Answer} answer @returns {Reason} */
export function reasonOf({ answered, status }) {
  if (!answered) return "no_signal";
  if (status === 401) return "set_up";
  if (status === 429) return "busy";
  if (status >= 500) return "server_trouble";
  return status >= 400 ? "refused" : "not_ours";
}

/**
 * Whether records are tried although the manifest failed: a server that names its own problem is alive,
 * and a fault in announcing must not hold what was filed.
 * @param {Answer} answer
 */
export function mayGoOn({ ok, status, code }) {
  return ok || (code !== "" && ![401, 403, 429].includes(status));
}

/** @param {Answer} answer @returns {NextStep} */
export function afterBatch({ ok, status, json }) {
  if (ok && Array.isArray(json.receipts)) return "store";
  return status >= 500 || SPOILT_BY_AN_ITEM.has(status) ? "halve" : "stop";
}

/**
 * The only rule by which an item counts as at school: the school named it with our own digest.
 * That the answer was 2xx, JSON and not redirected is checked before (`requests.js`).
 * @param {Envelope} item @param {Partial<Receipt> | undefined} receipt @param {unknown} epoch
 * @returns {receipt is Receipt}
 */
export function isReceiptFor(item, receipt, epoch) {
  return (
    receipt?.id === item.id &&
    receipt.type === item.type &&
    receipt.digest === item.digest &&
    Number.isSafeInteger(receipt.n) &&
    typeof epoch === "string" &&
    epoch !== ""
  );
}

/** Whether the sealed bytes may go: the school has a second copy. @param {Envelope} item @param {string} epoch @param {number} settledN */
export function maySettle(item, epoch, settledN) {
  return item.state === "received" && item.epoch === epoch && item.n !== null && item.n <= settledN;
}

/**
 * Whether an item's bytes are gone from here while this life of the server has not named it: it is told of until it does.
 * @param {Envelope} item @param {string | null} epoch
 */
export function isTombstone({ state, epoch: itsLife }, epoch) {
  return state === "lost" || (state === "settled" && itsLife !== epoch);
}

/** What a manifest names: all that waits, and what a restored server may have lost. @param {Envelope[]} items @param {string | null} epoch */
export const toTell = (items, epoch) => items.filter(item => item.state === "waiting" || isTombstone(item, epoch));

/**
 * What a manifest's answer says of the server, and the ids that this manifest named.
 * @typedef {{epoch: string, settledN: number, have: Record<string, string>, told: Set<string>}} Said
 */

/**
 * What an answer makes of an item; null leaves it as it is. In another life of the server, what was received is
 * offered again, and what was let go of is settled only once this life names it.
 * @param {Envelope} item @param {Said} said @returns {Partial<Envelope> | null}
 */
export function afterManifest(item, { epoch, settledN, have, told }) {
  if (maySettle(item, epoch, settledN)) return { state: "settled" };
  if (item.state === "received" && item.epoch !== epoch) return { state: "waiting", next_try_at: 0 };
  if (!isTombstone(item, epoch) || !told.has(item.id)) return null;
  const state = have[item.id] === item.digest ? "settled" : "lost";
  return state === item.state && item.epoch === epoch ? null : { state, epoch, n: null };
}

/** Whether the school has had an item for two weeks without a second copy: a person is told, nothing is deleted. @param {Envelope} item @param {number} now */
export const isLongUnsettled = ({ state, received_at }, now) =>
  state === "received" && now - (received_at ?? now) > UNSETTLED_ALARM_MS;

/** How long a refused item waits before its next turn, in ms. @param {number} tries @param {number} random 0 to 1 */
export function itemPause(tries, random) {
  const pause = ITEM_FIRST_MS * 2 ** Math.min(tries, MOST_DOUBLINGS);
  return Math.round(Math.min(pause, ITEM_LIMIT_MS) * (0.8 + 0.2 * random));
}

/** @param {Envelope} item */
export const isPhoto = ({ type }) => type === "blob";

/** @param {Envelope[]} envelopes */
export const waiting = envelopes => envelopes.filter(item => item.state === "waiting");
