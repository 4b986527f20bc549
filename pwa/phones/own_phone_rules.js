// What works on somebody's own phone, and what may be kept on it. Pure.

/** Whether somebody has signed in here as on their own phone, or has signed out again; null on every other. @typedef {"in" | "out" | null} OwnPhone */
/** @typedef {{isOwnPhone: boolean, author: {since?: number} | null}} Known */

// By the first word of the address. A screen that is not named here is the school's phones' alone.
const OPEN = new Set([
  "",
  "emergency",
  "report",
  "filed",
  "own-phone",
  "saved",
  "outbox",
  "contacts",
  "sign-in",
  "setup",
  "missing",
]);

/** Whether a screen stays shut on this phone. @param {string} name @param {Pick<Known, "isOwnPhone">} known */
export const isShut = (name, { isOwnPhone }) => isOwnPhone && !OPEN.has(name);

/** Whether the school's answer shows that the sign-in here is over; one begun since the school was asked is not. @param {{trouble: string | null, asked_at: number} | null} contact @param {Known} known */
export const isOver = (contact, { isOwnPhone, author }) =>
  isOwnPhone && contact?.trouble === "set_up" && contact.asked_at > (author?.since ?? 0);

/** Whether it may lie on this phone in clear: a card that is no school phone's may not. @param {any} value */
export const mayLie = value => value != null && value.phone !== null;
