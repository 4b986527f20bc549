// What an alert says, who has it, and what somebody may say to it. Pure.
import { counted, inWords, utc } from "../foundation/times.js";

/** @typedef {{title: string, name: string, number: string}} Contact */
/** As the school told it, sealed. `to` are those it may be handed on to. @typedef {{id: string, urgency: "now" | "today", title: string, detail: string, trip: string | null, role: string, raised_at: string, apart?: boolean, opened_at: string | null, closed_at: string | null, told?: string[], taken_by: string[], contacts: Contact[], to?: string[]}} Alert */
/** `people` by their id: name, and roles in words. @typedef {{v: number, unlock: string, people?: Record<string, [string, string]>, alerts: Alert[]}} Inbox */
/** @typedef {"opened" | "taken" | "handed_on" | "closed"} Act */
/** What was said to one here, by ids: the words are in the record alone. @typedef {{alert: string, raised_at: string, act: Act, to: string | null, record: string, staff: string, at: number}} Answer */
/** @typedef {{id: string, state: string}} Item */
/** An alert with what was said to it on this phone. @typedef {Alert & {own: Answer[], waits: boolean}} Shown */

export const KIND = "alert.answered";
export const TEST = "0".repeat(32);
export const LONGEST_WORDS = 2000;
const ID = /^[0-9a-f]{32}$/;
const KEPT_MS = 90 * 86_400_000;

/** Whether a part of an address names an alert. @param {string} param */
export const isAlert = param => ID.test(param);

/**
 * What somebody was told of, with what they said to it here: that counts at once, whether or not the school has it.
 * @param {Inbox} inbox @param {{answers: Answer[], items: Item[], staff: string}} here @returns {Shown[]} what presses first
 */
export function shownOf({ alerts }, { answers, items, staff }) {
  const waits = (/** @type {Answer} */ { record }) =>
    items.some(({ id, state }) => id === record && state === "waiting");
  return alerts
    .map(alert => {
      // Raised again it is another: what was said before does not count.
      const own = answers.filter(
        one => one.alert === alert.id && one.raised_at === alert.raised_at && one.staff === staff,
      );
      return { ...alert, own, waits: own.some(answer => answer.act !== "opened" && waits(answer)) };
    })
    .sort((a, b) => rank(a) - rank(b) || (a.raised_at < b.raised_at ? 1 : -1));
}

/** @param {Shown} alert */
const rank = alert => (isClosed(alert) ? 4 : isTaken(alert) ? 2 : 0) + (alert.urgency === "now" ? 0 : 1);

/** @param {Shown} alert @param {Act} act */
const last = ({ own }, act) => own.findLast(answer => answer.act === act) ?? null;

/** @param {Shown} alert */
export const isClosed = alert => alert.closed_at !== null || last(alert, "closed") !== null;

/** Whether I said last that I have it, and did not hand it on after. @param {Shown} alert */
export const isMine = ({ own }) => own.findLast(({ act }) => act !== "opened")?.act === "taken";

/** Handed on, it is as I said until the school has that; from then on the school says who has it. @param {Shown} alert */
export const isTaken = alert => alert.taken_by.length > 0 || isMine(alert) || isHandedOn(alert);

/** @param {Shown} alert */
const isHandedOn = alert => alert.waits && last(alert, "handed_on") !== null;

/** Whether it still waits for somebody. @param {Shown} alert */
export const needsSomebody = alert => !isClosed(alert) && !isTaken(alert);

/** Whether the school has to be told that it was opened. @param {Shown} alert */
export const isUnopened = alert => alert.opened_at === null && last(alert, "opened") === null;

/** @param {"now" | "today"} urgency */
export const urgencyInWords = urgency => (urgency === "now" ? "Needs you now" : "Read today");

/** Who has it. @param {Shown} alert @param {Inbox["people"]} people @param {number} now */
export function standInWords(alert, people, now) {
  const closed = alert.closed_at ?? last(alert, "closed")?.at ?? null;
  if (closed !== null) return `Closed ${inWords(closed, now)}`;
  if (isMine(alert)) return `You have it, since ${inWords(last(alert, "taken")?.at ?? now, now)}`;
  const handed = isHandedOn(alert) && last(alert, "handed_on");
  if (handed) return `You handed it on${handed.to && people?.[handed.to] ? ` to ${people[handed.to]?.[0]}` : ""}`;
  const { length } = alert.taken_by;
  if (length > 0) return `${alert.taken_by.join(" and ")} ${length > 1 ? "have" : "has"} it`;
  return "Nobody has it yet";
}

/** What the first screen says: locked, nothing but how many. @param {number} needs @param {boolean} isOpen */
export function countInWords(needs, isOpen) {
  if (isOpen) return `${counted(needs, "alert")} ${needs === 1 ? "needs" : "need"} you`;
  return `${counted(needs, "alert")} ${needs === 1 ? "waits" : "wait"}. Unlock to read.`;
}

/** The body of the record (kind `alert.answered`, version 1). @param {string} alert @param {Act} act @param {number} at ms @param {{to?: string, words?: string}} [more] */
export const bodyOf = (alert, act, at, { to, words } = {}) => ({
  alert,
  act,
  to: to ?? null,
  words: words?.trim() || null,
  acted_at: utc(at),
});

/** What is wrong with what was typed of an act; "" when nothing is. @param {Act} act @param {{to: string, words: string}} typed */
export function problemOf(act, { to, words }) {
  if (act === "handed_on" && to === "") return "Choose who takes it on.";
  if (act === "closed" && words.trim() === "") return "Say in a line what was done.";
  return words.length > LONGEST_WORDS ? `Use at most ${LONGEST_WORDS} characters.` : "";
}

/** What is kept of what was said here: nothing older than the outbox's own memory. @param {Answer[]} answers @param {Answer} more */
export const withAnswer = (answers, more) => [...answers.filter(({ at }) => more.at - at < KEPT_MS), more];
