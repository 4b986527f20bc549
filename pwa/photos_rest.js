// What nobody waits for who takes no photo: fetched once the app is open, in a file of its own. It takes from the rest what
// both need: else what all three share would fall into more and smaller files, and the app would start slower.
import { latePart } from "./rest.js";
import { photos } from "./shell/photo_screens.js";

/** @typedef {import("./phones/unlock_rules.js").Window} Window */
/** @typedef {import("./shell/photo_screens.js").Around & {filing: {runLate: (window: Window) => void}}} Around */

/** The screen, and what the first screen shows of an open phone on a trip. @param {Around} around */
export function photosOf(around) {
  const { screen, again } = photos(around);
  const runLate = (/** @type {Window} */ window) => around.filing.runLate(window);
  return { screen, tripPart: (/** @type {any} */ known) => [again(), latePart(known, runLate)] };
}
