// Locks the phone by itself: out of sight for long, or lying about untouched. It needs no signal and no timer that survives
// sleep: whoever looks again is asked first. Comes with the rest (`opener.js`): until then nobody can have it open.

/** @typedef {{clock: () => number, isOnTrip: () => boolean, chosen: () => number | undefined, isOpen: () => boolean, lock: () => void}} Around */

const MINUTE_MS = 60_000;
const HIDDEN_ON_A_TRIP_MINUTES = 15;
const HIDDEN_OTHERWISE_MINUTES = 2;
const IDLE_MINUTES = 10;
const [LEAST_HIDDEN, MOST_HIDDEN] = [2, 30];

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

/** How long the app may be out of sight before it locks. @param {boolean} isOnTrip @param {number} [chosen] minutes */
export function hiddenLimitMs(isOnTrip, chosen = HIDDEN_ON_A_TRIP_MINUTES) {
  const minutes = isOnTrip ? Math.min(MOST_HIDDEN, Math.max(LEAST_HIDDEN, chosen)) : HIDDEN_OTHERWISE_MINUTES;
  return minutes * MINUTE_MS;
}

/**
 * Whether the phone has to lock now.
 * @param {{now: number, touchedAt: number, hiddenSince: number | null, isOnTrip: boolean, chosen?: number | undefined}} told
 */
export function mustLock({ now, touchedAt, hiddenSince, isOnTrip, chosen }) {
  const limit = hiddenSince === null ? IDLE_MINUTES * MINUTE_MS : hiddenLimitMs(isOnTrip, chosen);
  const age = now - (hiddenSince ?? touchedAt);
  // After a clock was set back nobody knows how long it was.
  return age < 0 || age >= limit;
}
