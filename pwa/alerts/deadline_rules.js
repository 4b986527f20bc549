// The same-day clock (R61): a report that the DSL must have today, and that has not reached the school. Pure.
import { counted, utc } from "../foundation/times.js";

/** What this phone keeps of one, by its id alone: when somebody rang the office about it, ms. @typedef {{id: string, rang_at: number | null}} Note */
/** @typedef {{id: string, state: string, filed_at: number}} Item */
/** `left`: ms until the deadline, below 0 after it. `isNear`: it is time to ring. @typedef {{id: string, by: string, left: number, isNear: boolean, rang_at: number | null}} Clock */

const SAME_DAY = new Set(["safeguarding", "bullying", "online_safety", "nude_image", "allegation", "visitor_breach"]);
const USUAL = "17:00";
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SCHOOL_ZONE = "Europe/London";
const schoolTime = new Intl.DateTimeFormat("en-GB", {
  timeZone: SCHOOL_ZONE,
  hourCycle: "h23",
  ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
});

/**
 * Whether the school must have such a report the same day. One about the headteacher never is: nobody is to ring the
 * office about it.
 * @param {{category?: string | null, about?: string | null}} fields of an incident's form
 */
export const isSameDay = ({ category, about }) =>
  SAME_DAY.has(category ?? "") && !(category === "allegation" && about === "headteacher");

/** The time of day by which, at school. @param {any} card */
export const todayBy = card => (TIME.test(card?.alerts?.today_by) ? card.alerts.today_by : USUAL);

/** The instant of a time of day at school, on the day that an instant is in there. @param {number} at ms @param {string} by HH:MM @returns {number} ms */
export function dueAt(at, by) {
  const { year, month, day } = partsOf(at);
  const asIfUtc = Date.parse(`${year}-${month}-${day}T${by}:00Z`);
  return asIfUtc - ahead(asIfUtc);
}

/** How far the school's time is ahead of UTC, ms. @param {number} at ms */
function ahead(at) {
  const { year, month, day, hour, minute } = partsOf(at);
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`) - Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

/** @param {number} at ms @returns {Record<string, string>} */
const partsOf = at => Object.fromEntries(schoolTime.formatToParts(at).map(({ type, value }) => [type, value]));

/**
 * The clocks that run: of what was filed and is not at school, the most pressing first.
 * @param {{notes: Note[], items: Item[], card: any, now: number, offset: {seconds: number} | null}} known @returns {Clock[]}
 */
export function clocksOf({ notes, items, card, now, offset }) {
  const by = todayBy(card);
  const clockAhead = (offset?.seconds ?? 0) * 1000;
  return notes
    .flatMap(({ id, rang_at }) => {
      const item = items.find(one => one.id === id && isAway(one));
      if (!item) return [];
      const left = dueAt(item.filed_at + clockAhead, by) - (now + clockAhead);
      return [{ id, by, left, isNear: left <= HOUR_MS, rang_at }];
    })
    .sort((a, b) => a.left - b.left);
}

/** Not at school, or lost there again. @param {Item} item */
const isAway = ({ state }) => state === "waiting" || state === "lost";

/** "2 hours 5 minutes", "1 minute". @param {number} left ms */
export function leftInWords(left) {
  const minutes = Math.ceil(left / MINUTE_MS);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 ? counted(hours, "hour") : "", rest > 0 ? counted(rest, "minute") : ""].filter(Boolean).join(" ");
}

/** What such a clock says. @param {Clock} clock */
export function clockInWords({ by, left }) {
  if (left <= 0) return `The school should have had a report by ${by} and has not.`;
  return `A report must reach the school by ${by}: ${leftInWords(left)} left.`;
}

/** The body of the record (kind `call.made`, version 1). @param {string} about the report's id @param {{role: string, number: string} | null} contact whom the phone gave to ring @param {number} at ms */
export const callOf = (about, contact, at) => ({
  to_role: contact?.role ?? "office",
  number: contact?.number ?? null,
  about,
  called_at: utc(at),
  words: null,
});

/** What stays noted: what is not at school yet. @param {Note[]} notes @param {Item[]} items */
export const stillAway = (notes, items) => notes.filter(({ id }) => items.some(item => item.id === id && isAway(item)));
