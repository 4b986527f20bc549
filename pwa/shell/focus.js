// Keeps the focus where the hand was when a painting takes it away, so that the keyboard never starts again at the top.

/** Called round each painting. */
export class Focus {
  /** @param {Document} document */
  constructor(document) {
    this.document = document;
    /** @type {HTMLButtonElement | null} a button that rests while its work is done: it gets the focus back */
    this.resting = null;
  }

  /** @param {() => void} paint */
  keptWhile(paint) {
    const at = /** @type {HTMLButtonElement | null} */ (this.document.activeElement);
    paint();
    if (at && !at.isConnected) this.handOn(at);
    else if (at?.disabled) this.resting = at;
    else if (this.resting && !this.resting.disabled) this.giveBack(this.resting);
  }

  /** What is gone names in `data-next` who follows it; otherwise it is the heading. @param {HTMLElement} gone */
  handOn(gone) {
    const next = this.document.getElementById(gone.dataset.next ?? "") ?? this.document.querySelector("h1");
    next?.focus({ preventScroll: true });
  }

  /** @param {HTMLButtonElement} button */
  giveBack(button) {
    this.resting = null;
    if (this.document.activeElement === this.document.body) button.focus({ preventScroll: true });
  }
}
