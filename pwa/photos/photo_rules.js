// When the camera opens, what a photo's record says, and which photos are still on this phone. Pure.
import { mustSign } from "../accounts/agreement_rules.js";
import { counted, utc } from "../foundation/times.js";
import { holdSince } from "../policy/hold_rules.js";

/** @typedef {import("../consent/passing_check.js").PassingCheck} Check */
/** @typedef {import("../outbox/outbox_rules.js").Envelope} Envelope */
/** @typedef {"" | "set_up" | "locked" | "no_agreement" | "unsigned" | "unchecked" | "held"} WhyClosed */
/** @typedef {{phone: object | null, needsSetUp: boolean, unlocked: {staff: string, has_agreed?: boolean} | null, card: any, agreed: Record<string, number>} & import("../policy/hold_rules.js").Known} Known */

export const [TAKEN, ERASED] = ["photo.taken", "photo.erased"];
export const LONGEST_SIDE = 2048;
// Decoded, a picture takes four bytes a pixel: more than this and a small phone closes the page.
export const MOST_PIXELS = 40_000_000;
const TAKEN_WITHIN_MS = 10 * 60_000;
// Cameras and clocks round to the second or two.
const CLOCKS_ROUND_MS = 2000;

/** Why the camera stays closed; "" when it opens (R36, R50, and no consent, no shutter). @param {Known} known @param {Check | null} check @returns {WhyClosed} */
export function whyClosed(known, check) {
  if (holdSince(known) !== null) return "held";
  if (!known.phone || known.needsSetUp) return "set_up";
  if (!known.unlocked) return "locked";
  if (!known.card?.agreement?.version) return "no_agreement";
  if (mustSign(known)) return "unsigned";
  return check ? "" : "unchecked";
}

/** A picture's size when its longer side is at most 2,048 pixels; a smaller one stays as it is. @param {number} width @param {number} height */
export function fitted(width, height) {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Whether a file was made just now: what was taken before the check came from somewhere else (R36). @param {number} made milliseconds @param {number} now */
export const isOfNow = (made, now) => made > now - TAKEN_WITHIN_MS - CLOCKS_ROUND_MS;

/** What the record says. @param {Check} check @param {{taken_at: number, width: number, height: number}} shot */
export function bodyOf(check, { taken_at, width, height }) {
  const { purpose, place, justification, activity, destination, list_as_at, pupils } = check;
  const nobody = check.nobody === true;
  const about = { purpose, place, justification, activity, destination };
  const of = { check: nobody ? null : check.id, pupils: nobody ? [] : pupils, nobody, list_as_at };
  return { ...about, ...of, taken_at: utc(taken_at), width, height };
}

/** The id of the record of a photo's erasure: made of the photo's own, so that two tabs tell of it once. @param {string} id a UUID of version 4; this is of version 8 */
export const erasedIdOf = id => `${id.slice(0, 14)}8${id.slice(15)}`;

/** The photos whose bytes are gone from here while no record says so yet. @param {Envelope[]} items */
export function untoldErasures(items) {
  const told = new Set(items.filter(({ type }) => type === "record").map(({ id }) => id));
  return items.filter(({ type, state, id }) => type === "blob" && state === "settled" && !told.has(erasedIdOf(id)));
}

/** The ids of the records that only go with a photo, on its way or gone from here: each is kept beside it, in one go. @param {Envelope[]} items @returns {Set<string>} */
export function withPhotos(items) {
  const photos = items.filter(({ type }) => type === "blob");
  const places = new Set(photos.map(({ chain, seq, filed_at }) => `${chain} ${seq - 1} ${filed_at}`));
  const taken = items.filter(
    item => item.type === "record" && places.has(`${item.chain} ${item.seq} ${item.filed_at}`),
  );
  return new Set([...taken.map(({ id }) => id), ...photos.map(({ id }) => erasedIdOf(id))]);
}

/** @param {Envelope} item @param {number} now */
export const erasedBody = ({ id, digest, received_at }, now) => ({
  photo: id,
  digest,
  received_at: received_at === null ? null : utc(received_at),
  erased_at: utc(now),
});

/** How many photos' bytes are here: not at school yet, and at school but not gone from here. @param {Envelope[]} items */
export function onThePhone(items) {
  const photos = items.filter(({ type }) => type === "blob");
  const of = (/** @type {string} */ state) => photos.filter(item => item.state === state).length;
  return { waiting: of("waiting"), received: of("received"), lost: of("lost") };
}

/**
 * Whether one of them had to be gone by now: by the school's time of the day, or on its trip's last day of staying (R43).
 * @param {Envelope[]} items @param {{photos_off_by?: string, photos_stay?: Record<string, string>} | null} card @param {number} now by this phone's clock, ms
 */
export function isLate(items, card, now) {
  const offBy = card?.photos_off_by;
  if (!offBy) return false;
  const here = items.filter(({ type, state }) => type === "blob" && (state === "waiting" || state === "received"));
  return here.some(({ filed_at, trip }) => {
    const stays = card.photos_stay?.[trip ?? ""];
    const stayed = stays ? Date.parse(`${stays}T${offBy}`) : 0;
    return now >= Math.max(nextTime(offBy, filed_at), stayed);
  });
}

/** The first such time of the day from then on. @param {string} time "16:30" @param {number} from ms */
function nextTime(time, from) {
  const day = new Date(from);
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  day.setHours(hours, minutes, 0, 0);
  if (day.getTime() <= from) day.setDate(day.getDate() + 1);
  return day.getTime();
}

/** "3 photos still on this phone: 2 not at school yet, 1 at school"; "" where none is. @param {Envelope[]} items */
export function onThePhoneInWords(items) {
  const { waiting, received } = onThePhone(items);
  if (waiting + received === 0) return "";
  const parts = [waiting ? `${waiting} not at school yet` : "", received ? `${received} at school` : ""];
  return `${counted(waiting + received, "photo")} still on this phone: ${parts.filter(Boolean).join(", ")}.`;
}
