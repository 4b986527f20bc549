// Tells the server what this phone holds before the bodies come, so that a later loss is visible and named,
// and takes in what the server says of itself.
import { askJson } from "../foundation/requests.js";
import { utc } from "../foundation/times.js";
import { toldTrip } from "./frames.js";
import { afterManifest, inOrder, PAGE_ITEMS, toTell } from "./outbox_rules.js";

/** @typedef {import("./outbox_rules.js").Envelope} Envelope */
/** @typedef {import("./outbox_rules.js").Chain} Chain */
/** @typedef {import("./send.js").Machine} Machine */
/** @typedef {import("../foundation/requests.js").Answer} Answer */
/** @typedef {{app: string, persisted: boolean | null, usage: number | null}} PhoneFacts */

/**
 * The pages of a manifest: every chain on each, at most 500 items in all on one; one page when nothing waits.
 * @param {Chain[]} chains @param {Envelope[]} envelopes those to be told of
 */
export function pagesOf(chains, envelopes) {
  const pending = [...envelopes].sort((a, b) => a.seq - b.seq);
  const announced = inOrder(chains).filter(chain => !chain.closed || pending.some(item => item.chain === chain.chain));
  const pages = Math.max(1, Math.ceil(pending.length / PAGE_ITEMS));
  return Array.from({ length: pages }, (_, page) => {
    const slice = pending.slice(page * PAGE_ITEMS, (page + 1) * PAGE_ITEMS);
    return announced.map(({ chain, next, apart }) => ({
      chain,
      next,
      apart,
      pending: slice.filter(item => item.chain === chain).map(announcement),
    }));
  });
}

/** @param {Envelope} item */
const announcement = item => {
  const { id, seq, digest, size, type } = item;
  return { id, seq, trip: toldTrip(item), digest, size, type };
};

/**
 * Sends the manifest and acts on what the answer says of the server. The last answer comes back. A server that has
 * begun another life is told at once of all that this phone keeps or let go of, before anything is sent.
 * @param {Machine} machine @param {PhoneFacts} facts @returns {Promise<Answer>}
 */
export async function announce(machine, facts) {
  const before = await machine.store.seen();
  const answer = await tell(machine, facts, before);
  const isAnotherLife = answer.ok && before !== null && before.epoch !== answer.json.epoch;
  return isAnotherLife ? tell(machine, facts, await machine.store.seen()) : answer;
}

/** @param {Machine} machine @param {PhoneFacts} facts @param {import("./outbox_store.js").Seen | null} seen @returns {Promise<Answer>} */
async function tell({ fetch, store, clock }, facts, seen) {
  const telling = toTell(await store.all(), seen && seen.epoch);
  const about = { seen, ...facts, wall: utc(clock()) };
  /** @type {Answer | undefined} */
  let answer;
  const have = {};
  for (const page of pagesOf(await store.chains(), telling)) {
    answer = await askJson(fetch, "/api/outbox/manifest", { chains: page, ...about });
    if (!isOurs(answer)) return { ...answer, ok: false };
    Object.assign(have, answer.json.have);
  }
  if (!answer) throw new Error("A manifest has at least one page");
  await takeIn(store, answer.json, { have, told: new Set(telling.map(({ id }) => id)) });
  return answer;
}

/** @param {Answer} answer */
const isOurs = ({ ok, json }) => ok && typeof json.epoch === "string" && Number.isSafeInteger(json.settled_n);

/** @param {Machine["store"]} store @param {any} answer @param {Pick<import("./outbox_rules.js").Said, "have" | "told">} told */
async function takeIn(store, { epoch, settled_n, audit_head, notices }, told) {
  const items = await store.all();
  const said = { epoch, settledN: settled_n, ...told };
  if (items.some(item => afterManifest(item, said))) await store.settle(said);
  await store.remember({ epoch, n: highest(items, epoch), audit_head: String(audit_head ?? "") });
  if (Array.isArray(notices) && notices.includes("renumber")) await store.renumber();
}

/** The highest arrival number this phone has seen in this life of the server. @param {Envelope[]} envelopes @param {string} epoch */
function highest(envelopes, epoch) {
  return envelopes.reduce((most, item) => (item.epoch === epoch ? Math.max(most, item.n ?? 0) : most), 0);
}
