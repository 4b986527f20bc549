// Two screens at one address: what is photographed, and the camera.
import { CheckScreen } from "../consent/check_screen.js";
import { CameraScreen } from "./camera_screen.js";

const CAMERA = "camera";

/** Shows the one that the address asks for. */
export class PhotoScreen {
  /** @param {CheckScreen} check @param {CameraScreen} camera */
  constructor(check, camera) {
    this.check = check;
    this.camera = camera;
    /** @type {CheckScreen | CameraScreen} */
    this.shown = check;
  }

  get title() {
    return this.shown.title;
  }

  /** @param {string} param */
  enter(param) {
    this.shown = param === CAMERA ? this.camera : this.check;
    if (this.shown === this.camera) this.camera.enter();
    // One address to the painter: the heading that changed is read out all the same.
    requestAnimationFrame(() => document.querySelector("h1")?.focus({ preventScroll: true }));
  }

  /** @param {any} known */
  view(known) {
    return this.shown === this.camera ? this.camera.view(known) : this.check.view();
  }
}

/** @param {import("../consent/check_screen.js").Around & import("./camera_screen.js").Around} around */
export const photoScreen = around => new PhotoScreen(new CheckScreen(around), new CameraScreen(around));
