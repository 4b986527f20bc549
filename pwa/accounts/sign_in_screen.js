// Saying who is using the phone. Reporting never waits for it.
import { html, nothing } from "lit-html";
import { textField } from "../foundation/fields.js";
import { BOTH, NOT_REMEMBERED, PASSWORD_ENDED, problemOf } from "./sign_in_words.js";

/** @typedef {import("./author_store.js").Author} Author */
/** @typedef {{author: Author | null, phone: {name: string} | null, isReady: boolean, isOwnPhone: boolean}} Known */
/** @typedef {(email: string, password: string) => Promise<import("./signing_in.js").Outcome>} SignIn */

/** The sign-in screen. */
export class SignInScreen {
  title = "Who is using this phone?";

  /**
   * @param {{signIn: SignIn, signInOnOwnPhone: SignIn, signOut: () => Promise<void>,
   *   isOn: () => boolean, go: (hash: string) => void, repaint: () => void}} around
   */
  constructor(around) {
    this.around = around;
    this.isOwn = false;
    this.next = "#/pin";
    this.email = "";
    this.password = "";
    this.problem = "";
    this.isAsking = false;
    this.isShown = false;
    this.hasEndedPassword = false;
    /** Goes up each time somebody comes here. */
    this.turn = 0;
  }

  /** @param {string} param `own`: on somebody's own phone @param {Known} known */
  enter(param, { phone, isOwnPhone }) {
    this.turn += 1;
    this.isOwn = isOwnPhone || (param === "own" && phone === null);
    Object.assign(this, { email: "", password: "", problem: "", isShown: false, hasEndedPassword: false });
  }

  heading() {
    return this.isOwn ? "Sign in on your own phone" : this.title;
  }

  /** @param {Known} known */
  view({ author, phone, isReady }) {
    if (this.hasEndedPassword) {
      return html`<div class="stack"><p role="status">${PASSWORD_ENDED}</p><a class="button" id="go-on" href=${this.next}>Go on</a></div>`;
    }
    return html`<form class="stack" novalidate @submit=${(/** @type {Event} */ event) => this.submit(event)}>
      ${author ? this.inUse(author) : this.isOwn ? restricted : carries}
      ${this.isOwn || phone || !isReady ? nothing : notSetUp}
      ${textField({ name: "email", label: "E-mail", type: "email", value: this.email, told: email => this.type({ email }), problem: this.problem })}
      ${textField({ name: "password", label: "Password", type: this.isShown ? "text" : "password", extra: "as-typed", value: this.password, told: password => this.type({ password }) })}
      <button class="button plain" type="button" aria-pressed=${this.isShown ? "true" : "false"} @click=${() => this.show(!this.isShown)}>Show password</button>
      <button class="button wide" ?disabled=${this.isAsking}>${this.isAsking ? "Signing in…" : "Sign in"}</button>
      ${this.isOwn ? nothing : html`<a class="button plain wide" href="#/join">I have a code for this trip</a>`}
      ${author ? nothing : html`<a class="button plain wide" href="#/">Not now</a>`}
    </form>`;
  }

  /** @param {Author} author */
  inUse({ name }) {
    return html`<div class="card stack">
      <p><strong>${name}</strong> is ${this.isOwn ? "signed in" : "using this phone"}. If that is not you, sign in below. What ${name} reported stays ${name}'s and is sent as before.</p>
      <button class="button second" type="button" @click=${() => this.around.signOut()}>Sign ${name} out</button>
    </div>`;
  }

  /** @param {{email?: string, password?: string}} typed */
  type(typed) {
    Object.assign(this, typed, { problem: "" });
    this.around.repaint();
  }

  /** @param {boolean} isShown */
  show(isShown) {
    this.isShown = isShown;
    this.around.repaint();
  }

  lack() {
    this.problem = BOTH;
    this.around.repaint();
    document.getElementById("email")?.focus();
  }

  /** @param {Event} event */
  async submit(event) {
    event.preventDefault();
    if (this.isAsking) return;
    if (!this.email.trim() || !this.password) return this.lack();
    const { turn } = this;
    Object.assign(this, { isAsking: true, isShown: false });
    this.around.repaint();
    const heard = await this.asked().finally(() => this.answered(turn));
    // Whoever went elsewhere meanwhile is not fetched back.
    if (turn !== this.turn || !this.around.isOn()) return;
    heard();
    this.around.repaint();
    if (this.problem) document.getElementById("email")?.focus();
    if (this.hasEndedPassword) document.getElementById("go-on")?.focus();
  }

  /** @returns {Promise<() => void>} what the answer leads to */
  async asked() {
    const { signIn, signInOnOwnPhone } = this.around;
    try {
      const outcome = await (this.isOwn ? signInOnOwnPhone : signIn)(this.email.trim(), this.password);
      return () => this.heard(outcome);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return () => Object.assign(this, { problem: NOT_REMEMBERED });
    }
  }

  /** The next may sign in; what they have typed meanwhile stays theirs. @param {number} turn */
  answered(turn) {
    this.isAsking = false;
    if (turn === this.turn) this.password = "";
    this.around.repaint();
  }

  /** @param {import("./signing_in.js").Outcome} outcome */
  heard(outcome) {
    if (!("author" in outcome)) {
      this.problem = problemOf(outcome.refused, Date.now());
      return;
    }
    // A PIN is for the school's phones.
    this.next = outcome.where && "ownPhone" in outcome.where ? "#/" : "#/pin";
    this.hasEndedPassword = outcome.hasEndedPassword;
    if (!this.hasEndedPassword) this.around.go(this.next);
  }
}

const carries = html`<p>Reports carry the name of whoever signs in here. You can report without signing in; the office then asks who wrote it.</p>`;

const notSetUp = html`<div class="notice wait stack">
  <p>This phone is not set up yet, and nobody can sign in on it until it is.</p>
  <a class="button second wide" href="#/sign-in/own">It is my own phone</a>
</div>`;

const restricted = html`<p>On your own phone only two things work: log a call made with it, report an incident. It gets no list, no photos and no pupils'
    names.</p>
  <p>What you write goes to the school while you are signed in, 12 hours at most. It cannot be read on this phone, and your name is not kept on it.</p>`;
