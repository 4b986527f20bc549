// Today's list as a check needs it: by key, with its age by the school's clock; the groups to tap. Pure.
import { counted, isoDate } from "../foundation/times.js";

/** @typedef {import("../trips/pack_rules.js").Pack} Pack */
/** @typedef {{key: string, name: string, group: string}} Member */
/** @typedef {import("./check_rules.js").TodaysList} TodaysList */

/** What this phone has, as a check asks it; null where it has no list, or one that says nothing of photos. @param {{pack: Pack, checked_at: number} | null} list @param {number} ahead how far the school's clock is ahead, ms @returns {TodaysList | null} */
export function asList(list, ahead) {
  const photos = list?.pack.photos;
  if (!list || !photos) return null;
  return {
    confirmed_at: Math.max(Date.parse(list.pack.as_at), list.checked_at + ahead),
    warns_hours: photos.list_warns_hours,
    stops_hours: photos.list_stops_hours,
    activities: photos.activities,
    may: new Map(list.pack.pupils.map(([, , , , key = "", may = []]) => [key, may])),
  };
}

/** The school's day: never one before the list's own, whatever this phone's clock says. @param {number} schoolNow @param {Pack | undefined} pack */
export const dayOf = (schoolNow, pack) =>
  isoDate(new Date(pack ? Math.max(schoolNow, Date.parse(pack.as_at)) : schoolNow));

/** @param {Pack} pack @returns {Member[]} */
export const membersOf = pack =>
  pack.pupils.map(([name, group, , , key = ""]) => ({ key, name, group })).filter(({ key }) => key !== "");

/** Everyone, and each class where there are several. @param {Member[]} members @returns {{name: string, keys: string[]}[]} */
export function groupsOf(members) {
  const classes = [...new Set(members.map(({ group }) => group))];
  const keysOf = (/** @type {Member[]} */ some) => some.map(({ key }) => key);
  const each = classes.map(name => ({ name, keys: keysOf(members.filter(({ group }) => group === name)) }));
  return [...(each.length > 1 ? each : []), { name: "Everyone", keys: keysOf(members) }];
}

/** "Heron, 16 pupils". @param {string} name "" for some chosen one by one @param {number} count */
export const groupInWords = (name, count) => [name, counted(count, "pupil")].filter(Boolean).join(", ");

/** The names behind keys, in the list's order; one the list does not know is said to be so. @param {string[]} keys @param {Member[]} members */
export function namesOf(keys, members) {
  const wanted = new Set(keys);
  const named = members.filter(({ key }) => wanted.has(key));
  const unknown = wanted.size - named.length;
  return [...named.map(({ name }) => name), ...(unknown > 0 ? [`${unknown} not on this list`] : [])];
}
