// Times in staff's words: "14:32" today, "Tue 08:10" this week, "3 Nov 08:10" before that.

const DAY_MS = 86_400_000;
const WEEK_DAYS = 6;

/** @param {Intl.DateTimeFormatOptions} options */
const formatter = options => new Intl.DateTimeFormat("en-GB", options);
const CLOCK = formatter({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const WEEKDAY = formatter({ weekday: "short" });
const DATE = formatter({ day: "numeric", month: "short" });

/**
 * A moment in words, as short as the day allows.
 * @param {string | number} moment RFC 3339 text or milliseconds @param {number} now milliseconds
 */
export function inWords(moment, now) {
  const when = new Date(moment);
  if (Number.isNaN(when.getTime())) return "an unknown time";
  const clock = CLOCK.format(when);
  if (isoDate(when) === isoDate(new Date(now))) return clock;
  const isThisWeek = Math.abs(now - when.getTime()) < WEEK_DAYS * DAY_MS;
  return `${(isThisWeek ? WEEKDAY : DATE).format(when)} ${clock}`;
}

/** The local calendar day as YYYY-MM-DD, which is how Sweden writes it. @param {Date} day */
export const isoDate = day => day.toLocaleDateString("sv-SE");

/** RFC 3339 in UTC. @param {number} moment milliseconds */
export const utc = moment => new Date(moment).toISOString();
