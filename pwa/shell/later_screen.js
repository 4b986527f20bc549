// A screen that is fetched once the app is open, or when somebody goes there first: the app starts without it.
import { html, nothing } from "lit-html";

/** @typedef {import("./painter.js").Screen} Screen */

/** Stands in a screen's place until it has come. */
export class LaterScreen {
  /** @param {string} title @param {() => Promise<Screen>} load @param {() => void} repaint @param {(known: any) => unknown} [meanwhile] what there is of it until then */
  constructor(title, load, repaint, meanwhile = () => nothing) {
    this.first = title;
    this.load = load;
    this.repaint = repaint;
    this.meanwhile = meanwhile;
    /** @type {Screen | null} */
    this.screen = null;
    this.hasFailed = false;
  }

  /** One screen may be several, each with a title of its own. */
  get title() {
    return this.screen?.title ?? this.first;
  }

  /** @param {any} known @returns {string} */
  heading(known) {
    return this.screen?.heading?.(known) ?? this.title;
  }

  /** @param {string} param @param {any} known */
  enter(param, known) {
    if (this.screen) return this.screen.enter?.(param, known);
    this.comes(param, known);
  }

  /** @param {string} param @param {any} known */
  async comes(param, known) {
    try {
      this.screen = await this.load();
      this.screen.enter?.(param, known);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      // Its file went with the version before, which this page is of.
      this.hasFailed = true;
    }
    this.repaint();
  }

  /** @param {any} known */
  view(known) {
    if (this.screen) return this.screen.view(known);
    return html`${this.meanwhile(known)}${this.hasFailed ? gone : html`<p class="quiet">Opening…</p>`}`;
  }
}

const gone = html`<div class="notice wait stack"><p><strong>Lanyard was updated meanwhile.</strong> Nothing is lost: open it again, and go on.</p>
  <a class="button" href="/app">Open Lanyard again</a></div>`;
