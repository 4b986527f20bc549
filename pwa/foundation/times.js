// Times in staff's words: "14:32" today, "Tue 08:10" this week, "3 Nov 08:10" before that.

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const WEEK_DAYS = 6;
const YEAR_10000_MS = 253_402_300_800_000;

// Written out: three of the browser's own formatters cost half of the app's start.
const DAYS = "Sun Mon Tue Wed Thu Fri Sat".split(" ");
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec".split(" ");

const weekday = (/** @type {Date} */ day) => DAYS[day.getDay()];
const date = (/** @type {Date} */ day) => `${day.getDate()} ${MONTHS[day.getMonth()]}`;
const two = (/** @type {number} */ number) => String(number).padStart(2, "0");

/**
 * A moment in words, as short as the day allows.
 * @param {string | number} moment RFC 3339 text or milliseconds @param {number} now milliseconds
 */
export function inWords(moment, now) {
  const when = new Date(moment);
  if (Number.isNaN(when.getTime())) return "an unknown time";
  const clock = `${two(when.getHours())}:${two(when.getMinutes())}`;
  if (isoDate(when) === isoDate(new Date(now))) return clock;
  const isThisWeek = Math.abs(now - when.getTime()) < WEEK_DAYS * DAY_MS;
  return `${(isThisWeek ? weekday : date)(when)} ${clock}`;
}

/** How long ago: "just now", "5 minutes ago", "2 hours ago", "3 days ago". @param {string | number} moment @param {number} now milliseconds */
export function agoInWords(moment, now) {
  const minutes = Math.floor((now - new Date(moment).getTime()) / MINUTE_MS);
  if (Number.isNaN(minutes)) return "an unknown time ago";
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${counted(minutes, "minute")} ago`;
  const hours = Math.floor(minutes / 60);
  return `${hours < 24 ? counted(hours, "hour") : counted(Math.floor(hours / 24), "day")} ago`;
}

/** "1 pupil", "32 pupils". @param {number} number @param {string} thing */
export const counted = (number, thing) => `${number} ${thing}${number === 1 ? "" : "s"}`;

/** A calendar day in words: "Thu 26 Nov". @param {string} day YYYY-MM-DD */
export function dayInWords(day) {
  const noon = new Date(`${day}T12:00`);
  return Number.isNaN(noon.getTime()) ? "an unknown day" : `${weekday(noon)} ${date(noon)}`;
}

/** How many days lie between two calendar days. @param {string} from YYYY-MM-DD @param {string} to YYYY-MM-DD */
export const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** The local calendar day as YYYY-MM-DD. @param {Date} day */
export const isoDate = day => `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;

/** RFC 3339 in UTC. @param {number} moment milliseconds */
export const utc = moment => new Date(moment).toISOString();

/** A local date and time as the browser's field gives it, in ms. A year half typed, 0002 or 20261, is no time yet. @param {unknown} typed @returns {number | null} */
export function typedMoment(typed) {
  const moment = new Date(String(typed)).getTime();
  return moment >= 0 && moment < YEAR_10000_MS ? moment : null;
}
