// Photos, put together: the check, and what opens by it. One address with several faces: #/photo/…
import { againPart } from "../consent/again_part.js";
import { CheckScreen } from "../consent/check_screen.js";
import { Checking } from "../consent/checking.js";
import { CameraScreen } from "../photos/camera_screen.js";

/** @typedef {import("./painter.js").Screen} Screen */
/** @typedef {import("../consent/checking.js").Around & import("../photos/camera_screen.js").Around & {go: (hash: string, isReplaced?: boolean) => void}} Around */
/** The screen, and "Same again" for the first screen. @typedef {{screen: Screen, again: () => unknown}} Photos */

/** @type {Photos | null} */
let made = null;

/** One of it, whoever asks first. @param {Around} around @returns {Photos} */
export function photos(around) {
  if (!made) {
    const checking = new Checking(around);
    const { repaint, go } = around;
    const faces = { "": new CheckScreen({ checking, repaint, go }), camera: new CameraScreen(around) };
    made = { screen: screenOf(faces), again: againPart(checking, repaint) };
  }
  return made;
}

/** Each face has a screen of its own, or is one of the check's. @param {Record<string, Screen> & {"": Screen}} faces @returns {Screen} */
function screenOf(faces) {
  /** @type {Screen} */
  let face = faces[""];
  return {
    title: "Photos",
    heading: known => face.heading?.(known) ?? face.title,
    enter: (param, known) => {
      face = faces[param] ?? faces[""];
      return face.enter?.(param, known);
    },
    view: known => face.view(known),
  };
}
