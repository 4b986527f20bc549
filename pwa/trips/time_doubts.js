// What looks wrong about a time that somebody typed on a form. It is kept all the same. Pure.
import { typedMoment } from "../foundation/times.js";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/**
 * In words; "" where nothing does.
 * @param {string} typed as the browser's field gives it @param {{trips: {starts_on?: string, ends_on?: string}[], now: number}} known
 */
export function timeWarning(typed, { trips, now }) {
  const moment = typedMoment(typed);
  if (moment === null) return "";
  const doubt = inDoubt(typed, moment);
  if (doubt) return doubt;
  if (moment > now + MINUTE_MS) return "That time is still to come. You can save it all the same.";
  const day = typed.slice(0, 10);
  const isOn = trips.length === 0 || trips.some(({ starts_on, ends_on }) => isWithin(day, starts_on, ends_on));
  return isOn ? "" : "That is not on a day of this trip. You can save it all the same.";
}

/** @param {string} day @param {string | undefined} from @param {string | undefined} to */
const isWithin = (day, from, to) => !from || (day >= from && day <= (to ?? from));

/** In the night the clocks change an hour comes twice, and another not at all. @param {string} typed @param {number} moment */
function inDoubt(typed, moment) {
  if (localText(moment) !== typed.slice(0, 16))
    return "The clocks went forward then: there was no such time. Say it in words too.";
  const isTwice = [moment - HOUR_MS, moment + HOUR_MS].some(other => localText(other) === typed.slice(0, 16));
  return isTwice ? "The clocks went back then: that time came twice. Say in words which it was." : "";
}

/** @param {number} moment */
function localText(moment) {
  const when = new Date(moment);
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const day = `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;
  return `${day}T${two(when.getHours())}:${two(when.getMinutes())}`;
}
