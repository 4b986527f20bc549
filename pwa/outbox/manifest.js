// Tells the server what this phone holds before the bodies come, so that a later loss is visible and named,
// and takes in what the server says of itself.
import { askJson } from "../foundation/requests.js";
import { utc } from "../foundation/times.js";
import { inOrder, isFromEarlierLife, maySettle, PAGE_ITEMS, waiting } from "./outbox_rules.js";

/** @typedef {import("./outbox_rules.js").Envelope} Envelope */
/** @typedef {import("./outbox_rules.js").Chain} Chain */
/** @typedef {import("./send.js").Machine} Machine */
/** @typedef {import("../foundation/requests.js").Answer} Answer */
/** @typedef {{app: string, persisted: boolean | null, usage: number | null}} PhoneFacts */

/**
 * The pages of a manifest: every chain on each, at most 500 items in all on one; one page when nothing waits.
 * @param {Chain[]} chains @param {Envelope[]} envelopes
 */
export function pagesOf(chains, envelopes) {
  const pending = waiting(envelopes).sort((a, b) => a.seq - b.seq);
  const announced = inOrder(chains).filter(chain => !chain.closed || pending.some(item => item.chain === chain.chain));
  const pages = Math.max(1, Math.ceil(pending.length / PAGE_ITEMS));
  return Array.from({ length: pages }, (_, page) => {
    const slice = pending.slice(page * PAGE_ITEMS, (page + 1) * PAGE_ITEMS);
    return announced.map(({ chain, next }) => ({
      chain,
      next,
      pending: slice.filter(item => item.chain === chain).map(announcement),
    }));
  });
}

/** @param {Envelope} item */
const announcement = ({ id, seq, trip, digest, size, type }) => ({ id, seq, trip, digest, size, type });

/**
 * Sends the manifest and acts on what the answer says of the server. The last answer comes back.
 * @param {Machine} machine @param {PhoneFacts} facts @returns {Promise<Answer>}
 */
export async function announce({ fetch, store, clock }, facts) {
  const [chains, envelopes, seen] = [await store.chains(), await store.all(), await store.seen()];
  const about = { seen, ...facts, wall: utc(clock()) };
  /** @type {Answer | undefined} */
  let answer;
  for (const page of pagesOf(chains, envelopes)) {
    answer = await askJson(fetch, "/api/outbox/manifest", { chains: page, ...about });
    if (!isOurs(answer)) return { ...answer, ok: false };
  }
  if (!answer) throw new Error("A manifest has at least one page");
  await takeIn(store, answer.json);
  return answer;
}

/** @param {Answer} answer */
const isOurs = ({ ok, json }) => ok && typeof json.epoch === "string" && Number.isSafeInteger(json.settled_n);

/** @param {Machine["store"]} store @param {any} said */
async function takeIn(store, { epoch, settled_n, audit_head, notices }) {
  const items = await store.all();
  const isNews = items.some(item => maySettle(item, epoch, settled_n) || isFromEarlierLife(item, epoch));
  if (isNews) await store.settle(epoch, settled_n);
  await store.remember({ epoch, n: highest(items, epoch), audit_head: String(audit_head ?? "") });
  if (Array.isArray(notices) && notices.includes("renumber")) await store.renumber();
}

/** The highest arrival number this phone has seen in this life of the server. @param {Envelope[]} envelopes @param {string} epoch */
function highest(envelopes, epoch) {
  return envelopes.reduce((most, item) => (item.epoch === epoch ? Math.max(most, item.n ?? 0) : most), 0);
}
