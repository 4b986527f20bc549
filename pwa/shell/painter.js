// Puts the screen of the day into the frame, moves the focus to its heading, and sees to the update bar.
import { render } from "lit-html";
import { isShut } from "../phones/own_phone_rules.js";
import { Focus } from "./focus.js";
import { cover, frame } from "./frame.js";
import { laterPart } from "./later_part.js";
import { tunnelPart } from "./tunnel_part.js";

/** @typedef {import("./knowledge.js").Knowledge} Knowledge */
/** @typedef {import("./router.js").Route} Route */
/**
 * One screen: `enter` hears the address, `view` draws.
 * @typedef {{title: string, heading?: (known: any) => string, enter?: (param: string, known: any) => void, view: (known: any) => unknown}} Screen
 */

// What the first picture is made of comes in two files: a slow phone needs more than a second for both.
const FIRST_PICTURE_MS = 1500;

/** Paints the whole app; lit-html changes only what differs. */
export class Painter {
  /**
   * @param {Document} document @param {Knowledge} knowledge
   * @param {{rest: () => Promise<typeof import("../rest.js")>, worker: {registration: ServiceWorkerRegistration | null}, form: import("./letting_in.js").Form, tunnel: {turn: (isInside: boolean) => void}, lock: () => void}} parts
   * @param {Record<string, Screen>} screens by the first word of the address; "" is the first screen, "missing" stands for any other word, "shut" for what is not on an own phone
   */
  constructor(document, knowledge, { rest, worker, form, tunnel, lock }, screens) {
    this.document = document;
    this.knowledge = knowledge;
    const repaint = () => this.paint();
    // Where a version waits, the one before is whole on this phone, with what draws this.
    this.bar = laterPart(
      { load: rest, isWanted: ({ update, hasLost }) => hasLost || update !== "none", repaint },
      ({ above }, known) => above(known, { worker, form, learn: news => knowledge.learn(news) }),
    );
    this.tunnel = tunnel;
    this.always = { lock, hide: () => this.cover(true) };
    this.screens = screens;
    /** @type {Screen | null} */
    this.screen = null;
    this.name = "";
    this.root = document.getElementById("app") ?? document.body;
    this.isHeld = true;
    this.focus = new Focus(document);
  }

  /** Paints once all this is known; a storage or a line that hangs holds it for a moment only. @param {Promise<unknown>} known */
  async begins(known) {
    await Promise.race([known, new Promise(soon => setTimeout(soon, FIRST_PICTURE_MS))]);
    this.release();
  }

  /** Draws what nobody sees, so that what its parts wait for is asked for. */
  sketch() {
    this.screen?.view(this.knowledge.known());
  }

  /** Paints from now on. Until then the page shows what it came with, so that nothing jumps under a finger. */
  release() {
    if (!this.isHeld) return;
    this.isHeld = false;
    this.root.replaceChildren();
    this.paint();
  }

  /** @param {Route} route */
  follow({ name, param }) {
    const last = this.screen;
    const known = this.knowledge.known();
    const asked = Object.hasOwn(this.screens, name) ? name : "missing";
    this.name = name;
    this.screen = this.screens[isShut(asked, known) ? "shut" : asked] ?? null;
    this.screen?.enter?.(param, known);
    this.paint();
    if (last && last !== this.screen) this.begin();
  }

  /** A new screen starts at its top, with its heading read out. */
  begin() {
    scrollTo(0, 0);
    this.document.querySelector("h1")?.focus({ preventScroll: true });
  }

  paint() {
    if (!this.screen || this.isHeld) return;
    const known = this.knowledge.known();
    if (known.isCovered) render(this.covered(), this.root);
    else this.show(this.screen, known);
  }

  covered() {
    return cover(
      () => this.cover(false),
      // What was hidden is not drawn on the way.
      () => {
        this.follow({ name: "emergency", param: "" });
        this.cover(false);
      },
    );
  }

  /** @param {Screen} screen @param {ReturnType<Knowledge["known"]>} known */
  show(screen, known) {
    const heading = screen.heading?.(known) ?? screen.title;
    // The browser keeps titles in its history: a heading may name somebody, a title names the screen.
    this.document.title = `${screen.title} · Lanyard`;
    const demo = tunnelPart(known, this.tunnel.turn);
    const shown = { screen: this.name, heading, body: screen.view(known), bar: this.bar(known), demo };
    this.focus.keptWhile(() => render(frame(known, shown, this.always), this.root));
  }

  /** @param {boolean} isCovered */
  cover(isCovered) {
    this.knowledge.learn({ isCovered });
    this.begin();
  }
}
