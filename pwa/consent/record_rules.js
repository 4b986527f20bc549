// What the records of a check, of a no on the day and of a class camera say. Pure.
import { utc } from "../foundation/times.js";
import { reasonOf } from "./stop_rules.js";

/** @typedef {import("./check_rules.js").Answer} Answer */
/** @typedef {import("./stop_rules.js").Stop} Stop */
/** `camera` is which school camera it is for; null for this phone's own. @typedef {{stop: Stop, title: string, pupils: string[], list_as_at: string | null, now: number, camera: string | null}} Asked */

export const CHECKED = "consent.checked";
export const CHANGED = "consent.changed_on_the_day";
export const CAMERA_USED = "class_camera.used";

/** @param {Asked} asked @param {Answer} answer @param {boolean} told whether the pupils know */
export const checkBody = ({ stop, title, pupils, list_as_at, now, camera }, { outcome, out }, told) => ({
  ...{ purpose: stop.purpose, place: stop.place, justification: reasonOf(stop, title), activity: stop.activity },
  ...{ medium: "photo", list_as_at, pupils, out, outcome, told },
  ...{ way: camera === null ? "camera" : "check_only", school_camera: camera, checked_at: utc(now) },
});

/** @param {string} pupil @param {string} change @param {number} now */
export const changeBody = (pupil, change, now) => ({ pupil, change, changed_at: utc(now), words: null });

/** @param {import("./check_store.js").Uncounted} camera @param {string} count as typed */
export const cameraBody = ({ check, camera }, count) => ({ check, school_camera: camera, count: Number(count) });

/** What is wrong with a count; "" when nothing is. @param {string} count as typed */
export const countProblem = count => (/^\d{1,4}$/.test(count.trim()) ? "" : "Give the count as a number, such as 12.");

/** What the camera opens by. @param {Omit<Asked, "camera">} asked @param {{id: string | null, at: number, trip: string | null}} filed @returns {import("./passing_check.js").PassingCheck} */
export const passingCheck = ({ stop, title, pupils, list_as_at }, { id, at, trip }) => ({
  ...{ id, at, trip, purpose: stop.purpose, place: stop.place, justification: reasonOf(stop, title) },
  ...{ activity: stop.activity, destination: stop.destination, pupils, list_as_at },
  ...(id === null ? { nobody: true } : {}),
});
