// Locks the phone by itself: out of sight for long, or lying about untouched. It needs no signal and no timer that survives
// sleep: whoever looks again is asked first.
import { mustLock } from "./unlock_rules.js";

/** @typedef {{clock: () => number, isOnTrip: () => boolean, chosen: () => number | undefined, isOpen: () => boolean, lock: () => void}} Around */

/** Watches for how long nobody touched the phone, or saw the app. */
export class AutoLock {
  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    this.touchedAt = around.clock();
    /** @type {number | null} */
    this.hiddenSince = null;
  }

  /** Somebody touched the phone. */
  touched() {
    this.touchedAt = this.around.clock();
  }

  /** The app went out of sight. */
  hidden() {
    this.hiddenSince ??= this.around.clock();
  }

  /** The app is looked at again. */
  shown() {
    this.look();
    this.hiddenSince = null;
    this.touched();
  }

  /** Locks when it is time to. */
  look() {
    const { clock, isOnTrip, chosen, isOpen, lock } = this.around;
    if (!isOpen()) return;
    const told = { now: clock(), touchedAt: this.touchedAt, hiddenSince: this.hiddenSince };
    if (mustLock({ ...told, isOnTrip: isOnTrip(), chosen: chosen() })) lock();
  }
}
