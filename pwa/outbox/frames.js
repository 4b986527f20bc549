// Batches on the wire: for each item a length, a header in JSON, a length, the sealed bytes.
import { joined, u32, utf8 } from "../foundation/bytes.js";

/** @typedef {import("./outbox_rules.js").Envelope} Envelope */
/** @typedef {{item: Envelope, body: ArrayBuffer}} Loaded an item with its sealed bytes in memory */

/** One item as a frame; lengths are u32 big-endian. @param {Loaded} loaded */
export function frame({ item, body }) {
  const { chain, id, seq, kid, type, digest } = item;
  const header = utf8(JSON.stringify({ chain, id, seq, trip: toldTrip(item), kid, type, digest }));
  return joined([u32(header.length), header, u32(body.byteLength), new Uint8Array(body)]);
}

/** The trip as it stands in clear on the way: never of what is apart. @param {Envelope} item */
export const toldTrip = ({ trip, isApart }) => (isApart ? null : trip);

/** @param {Loaded[]} batch */
export const frames = batch => joined(batch.map(frame));
