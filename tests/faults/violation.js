// A promise that was broken, by the number it has in the list of invariants.

export class Violation extends Error {
  name = "Violation";
  /** @param {string} invariant @param {string} what */
  constructor(invariant, what) {
    super(`${invariant}: ${what}`);
    this.invariant = invariant;
  }
}

/** @param {unknown} holds @param {string} invariant @param {() => string} what */
export function hold(holds, invariant, what) {
  if (!holds) throw new Violation(invariant, what());
}
