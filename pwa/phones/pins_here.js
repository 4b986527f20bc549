// Who has a PIN on this phone, as the `local` database keeps them: all that the worker needs to know of the lock.

/** @typedef {import("./unlock_store.js").Wraps} Wraps */
/** @typedef {Pick<import("../foundation/local_store.js").LocalStore, "read">} Local */

export const WRAPS = "wraps";
/** Until when shares may stay. */
export const UNTIL = "sharesUntil";
/** In its place: every share has to go, or is going. */
export const GOING = 1;
/** How often each trip's people said that they run late. */
export const LATE = "late";

/** Everybody with a PIN here, with their keys wrapped. @param {Local} local @returns {Promise<Wraps[]>} */
export const wrapsIn = async local => (await local.read(WRAPS)) ?? [];

/** The ids of everybody's PIN here. @param {Local} local */
export const whoseIn = async local => (await wrapsIn(local)).map(({ unlock }) => unlock);

/** Who they are. @param {Local} local */
export const staffIn = async local => (await wrapsIn(local)).map(({ staff }) => staff);
