// Puts into the outbox what somebody filed. Apart from the store itself, since the worker sends and never files.

/** @typedef {import("./outbox_rules.js").Envelope} Envelope */
/** @typedef {import("./outbox_rules.js").Chain} Chain */
/** @typedef {import("./outbox_store.js").OutboxStore} OutboxStore */
/** @typedef {Pick<Envelope, "type" | "id" | "kid" | "trip" | "digest" | "size" | "filed_at">} Filing */

const UNTRIED = { tries: 0, last_error: null, next_try_at: 0, received_at: null, n: null, epoch: null };

/** Another item of this id is filed already, with other bytes. */
export class AlreadyFiledError extends Error {
  name = "AlreadyFiledError";
}

/**
 * Numbers and keeps sealed items in one transaction, all of them or none.
 * Filing the very same bytes again is the same filing; other bytes under one of the ids throw AlreadyFiledError.
 * @param {OutboxStore} store @param {{filing: Filing, body: ArrayBuffer}[]} items @param {boolean} [isApart] onto the chain apart
 * @returns {Promise<Envelope[]>}
 */
export function fileAll(store, items, isApart) {
  return store.database.write(async ({ envelope, body, meta }) => {
    // Asked and written side by side: each wait for the database is a long one on a slow phone.
    const there = items.map(({ filing }) => envelope.get([filing.type, filing.id]));
    const [main, ...before] = await Promise.all([store.mainChain(meta), ...there]);
    const chain = isApart ? await store.chainApart(meta) : main;
    const filed = items.map(({ filing }, at) => before[at] ?? numbered(filing, chain, main));
    if (filed.some(({ digest }, at) => digest !== items[at]?.filing.digest)) throw new AlreadyFiledError();
    const writes = items.flatMap((item, at) => {
      const key = [item.filing.type, item.filing.id];
      return before[at] ? [] : [envelope.put(filed[at], key), body.put(item.body, key)];
    });
    if (writes.length > 0) writes.push(meta.put(main));
    if (writes.length > 0 && isApart) writes.push(meta.put(chain));
    await Promise.all(writes);
    return filed;
  });
}

/**
 * Takes the phone's next number: the chains count as one, so that no number in the Outbox says which it is of.
 * @param {Filing} filing @param {Chain} chain @param {Chain} main @returns {Envelope}
 */
function numbered(filing, chain, main) {
  const seq = main.next++;
  chain.next = main.next;
  return { ...filing, ...UNTRIED, chain: chain.chain, seq, state: "waiting", isApart: chain.apart };
}
