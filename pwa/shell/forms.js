// The forms of the app together: what locks, hides or reloads the phone concerns whichever holds something.

/** @typedef {import("../outbox/draft_screen.js").DraftScreen} Form */

/** Those that were opened, whichever is on the screen. */
export class Forms {
  /** @param {Form[]} all a form that comes later is added then */
  constructor(...all) {
    this.all = all;
  }

  /** Whether a reload would interrupt somebody. */
  isInUse() {
    return this.all.some(form => form.isInUse());
  }

  /** Whether all that is written can be opened again after a reload. */
  canReopen() {
    return this.all.every(form => form.canReopen() || !form.isInUse());
  }

  /** The ids of what is on the forms. */
  held() {
    return this.all.map(form => form.held());
  }

  /** Saves what is not kept yet, before the phone may stop the app; answers once it is. @returns {any} */
  keep() {
    return Promise.all(this.all.map(form => form.keep()));
  }

  /** Takes what is written off every form; it stays kept as unfinished. */
  putAway() {
    for (const form of this.all) form.putAway();
  }

  /** Somebody opened the phone. @param {string} unlock */
  isTakenBy(unlock) {
    for (const form of this.all) form.isTakenBy(unlock);
  }
}
