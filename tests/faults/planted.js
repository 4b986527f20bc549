// The planted bugs. Each replaces or wraps a part of the shipped code from outside, as somebody's mistake would;
// a harness that does not catch every one of them proves nothing. Those of the server are in server_planted.py.
import { digestOf, utf8 } from "../../pwa/foundation/bytes.js";
import { signature } from "../../pwa/phones/unlock_keys.js";
import { newestKey, sealed } from "../../pwa/foundation/seal.js";
import { readFrames } from "../js/school.js";

const MOST_TRIES = 3;
const keyOf = ({ type, id }) => `${type},${id}`;
const jsonOf = (body, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

/** Wraps a tab's `fetch`: the answer, and what was asked, may become another answer. */
function afterFetch(change) {
  return tab => {
    const { fetch } = tab.machine;
    tab.machine.fetch = async (url, init) => change(tab, await fetch(url, init), { url, init });
  };
}

/** Wraps one of the store's own functions. */
function inStore(name, wrap) {
  return tab => {
    const { store } = tab.machine;
    store[name] = wrap(store[name].bind(store), tab);
  };
}

/** What was sent in a request, as receipts would name it. */
function itemsOf({ url, init }) {
  if (url.endsWith("/envelopes")) return readFrames(init.body).map(({ header }) => header);
  if (!url.includes("/blobs/")) return [];
  return [{ type: "blob", id: url.split("/").at(-1), digest: init.headers["Lanyard-Digest"] }];
}

const receiptFor = ({ type, id, digest }) => ({ type, id, digest, n: 1 });

async function believeAnything(_tab, response, asked) {
  const items = itemsOf(asked);
  return response.status === 200 && items.length > 0
    ? jsonOf({ epoch: "any", receipts: items.map(receiptFor) })
    : response;
}

/** A batch that was answered is taken as stored, whatever became of each of its items. */
async function believeBatches(_tab, response, asked) {
  const items = itemsOf(asked);
  if (!response.ok || items.length === 0) return response;
  const json = await response.clone().json();
  if (!Array.isArray(json.receipts)) return response;
  return jsonOf({ ...json, receipts: json.receipts.map((one, at) => (one.digest ? one : receiptFor(items[at]))) });
}

/** Takes rows away as a mistaken build would: at once, and whole. */
function takeAway(disk, keys) {
  const rows = Object.fromEntries(Object.entries(disk.rows).map(([name, map]) => [name, new Map(map)]));
  for (const key of keys) {
    rows.envelope.delete(key);
    rows.body.delete(key);
  }
  disk.rows = rows;
}

const clearAll = disk => takeAway(disk, [...disk.rows.envelope.keys()]);

async function clearOn401({ phone }, response) {
  if (response.status === 401) clearAll(phone.disk);
  return response;
}

async function dropOn413({ phone }, response, asked) {
  const items = itemsOf(asked);
  if (response.status === 413 && items.length === 1) takeAway(phone.disk, items.map(keyOf));
  return response;
}

const knownEpochs = new WeakMap();

/** Goes on as if the first epoch it ever heard of were for ever. */
async function ignoreEpochs({ phone }, response, { url }) {
  if (!response.ok || !url.startsWith("/api/outbox/")) return response;
  const json = await response
    .clone()
    .json()
    .catch(() => null);
  if (typeof json?.epoch !== "string") return response;
  if (!knownEpochs.has(phone.disk)) knownEpochs.set(phone.disk, json.epoch);
  const epoch = knownEpochs.get(phone.disk);
  for (const { type, id, digest, n } of json.receipts ?? []) phone.receipts.add([epoch, type, id, digest, n].join(" "));
  if (json.settled_n !== undefined) phone.settled.set(epoch, Math.max(json.settled_n, phone.settled.get(epoch) ?? 0));
  return jsonOf({ ...json, epoch });
}

/** Believes that another epoch means that nothing here is of use any more. */
const deleteOnEpoch = inStore("settle", (settle, { phone }) => async said => {
  const old = [...phone.disk.rows.envelope].filter(
    ([, item]) => item.state === "received" && item.epoch !== said.epoch,
  );
  takeAway(
    phone.disk,
    old.map(([key]) => key),
  );
  return settle(said);
});

const forgetAtReceipt = inStore("note", (note, tab) => async (changes, shown) => {
  await note(changes, shown);
  const received = changes.filter(({ state }) => state === "received").map(keyOf);
  const rows = Object.fromEntries(Object.entries(tab.phone.disk.rows).map(([name, map]) => [name, new Map(map)]));
  for (const key of received) rows.body.delete(key);
  tab.phone.disk.rows = rows;
});

const giveUp = inStore(
  "all",
  all => async () => (await all()).filter(({ tries, state }) => tries < MOST_TRIES || state !== "waiting"),
);

/** Seals anew for each try, which makes other bytes of the same record. */
const resealOnRetry = inStore("body", (body, tab) => async item => {
  const bytes = await body(item);
  if (!bytes || !item.tries) return bytes;
  const again = await sealed(newestKey(tab.phone.known().keys), item, JSON.stringify({ id: item.id }));
  item.digest = await digestOf(again);
  item.size = again.length;
  return again.buffer;
});

/** Asks for the chain once, and counts on by itself in every transaction after. */
const numberOutside = inStore("mainChain", mainChain => {
  let known = null;
  return async meta => {
    known ??= await mainChain(meta);
    return known;
  };
});

/** Signs with another's key, where anybody else has a PIN here. */
function signedByAnother(phone) {
  if (!phone.holder) return null;
  const other =
    [...phone.holders.values()].find(({ staff }) => staff !== phone.holder) ?? phone.holders.get(phone.holder);
  return json => signature(other.key, utf8(json));
}

const takenAsSettled = items => items.map(one => (one.state === "received" ? { ...one, state: "settled" } : one));

// `seen` is a seed that has caught it: tried first where one is enough.
/** @typedef {{name: string, seen?: number, signerOf?: (phone: any) => any, onTab?: (tab: any) => void, onUserSwitch?: (phone: any) => void, asSettled?: (items: any[]) => any[]}} Bug */

/** @type {Bug[]} */
export const PLANTED = [
  { name: "any 200 is a receipt", onTab: afterFetch(believeAnything) },
  { name: "a whole batch is taken as received", onTab: afterFetch(believeBatches) },
  { name: "everything cleared when somebody else signs in", seen: 12, onUserSwitch: ({ disk }) => clearAll(disk) },
  { name: "given up after three tries", seen: 40, onTab: giveUp },
  { name: "sealed anew for each try", onTab: resealOnRetry },
  { name: "bytes forgotten at the receipt", onTab: forgetAtReceipt },
  { name: "dropped on 413", seen: 63, onTab: afterFetch(dropOn413) },
  { name: "everything cleared on 401", seen: 3, onTab: afterFetch(clearOn401) },
  { name: "another epoch ignored", seen: 27, onTab: afterFetch(ignoreEpochs) },
  { name: "deleted when the epoch differs", seen: 3, onTab: deleteOnEpoch },
  { name: "number taken outside the transaction", seen: 2, onTab: numberOutside },
  { name: "signed with the key of whoever had the phone before", seen: 4, signerOf: signedByAnother },
  { name: "a photo called gone at its receipt", asSettled: takenAsSettled },
  { name: "server makes the ids" },
  { name: "receipt before the commit", seen: 75 },
  { name: "last write wins", seen: 2 },
  { name: "JSON written anew" },
  { name: "500 on poison", seen: 2 },
  { name: "a date to come is refused", seen: 12 },
  { name: "an old schema is refused", seen: 9 },
  { name: "an old key is refused", seen: 3 },
  { name: "receipt although the database failed", seen: 47 },
  { name: "whose account is shut is refused" },
  { name: "a restore goes unnoticed", seen: 3 },
  { name: "a name is taken for a signature", seen: 4 },
  { name: "the board counts two versions as one", seen: 20 },
  { name: "the board counts alerts that are taken up", seen: 2 },
  { name: "nobody reads how grave a report is" },
  { name: "what is handed on counts as taken up", seen: 28 },
  { name: "what the office wrote comes back as nobody's", seen: 89 },
];
