// Saying who is using the phone. Reporting never waits for it.
import { html, nothing } from "lit-html";
import { textField } from "../foundation/fields.js";

/** @typedef {import("./author_store.js").Author} Author */
/** @typedef {import("../foundation/requests.js").Answer} Answer */
/** @typedef {{author: Author | null, phone: {name: string} | null}} Known */

const WRONG = "That e-mail address and password do not go together.";
const NO_ANSWER = "No answer from the school. Signing in needs a signal; reporting does not.";
const TROUBLE = "The school's server could not do that just now. Try again in a minute.";
const NOT_SET_UP = "Set this phone up first; then people can sign in on it.";

/** The sign-in screen. */
export class SignInScreen {
  title = "Who is using this phone?";

  /**
   * @param {{signIn: (email: string, password: string) => Promise<{author: Author} | {refused: Answer}>,
   *   signOut: () => Promise<void>, go: (hash: string) => void, repaint: () => void}} around
   */
  constructor(around) {
    this.around = around;
    this.email = "";
    this.password = "";
    this.problem = "";
    this.isAsking = false;
  }

  enter() {
    Object.assign(this, { email: "", password: "", problem: "" });
  }

  /** @param {Known} known */
  view({ author }) {
    return html`<form class="stack" novalidate @submit=${(/** @type {Event} */ event) => this.submit(event)}>
      ${author ? this.inUse(author) : html`<p>Reports carry the name of whoever signs in here. You can report without signing in; the office then asks who wrote it.</p>`}
      ${textField({ name: "email", label: "E-mail", type: "email", value: this.email, told: email => this.type({ email }), problem: this.problem })}
      ${textField({ name: "password", label: "Password", type: "password", value: this.password, told: password => this.type({ password }) })}
      <button class="button wide" ?disabled=${this.isAsking}>${this.isAsking ? "Signing in…" : "Sign in"}</button>
      ${author ? nothing : html`<a class="button plain" href="#/">Not now</a>`}
    </form>`;
  }

  /** @param {Author} author */
  inUse({ name }) {
    return html`<div class="card stack">
      <p><strong>${name}</strong> is using this phone. If that is not you, sign in below. What ${name} reported stays ${name}'s and is sent as before.</p>
      <button class="button second" type="button" @click=${() => this.around.signOut()}>Sign ${name} out</button>
    </div>`;
  }

  /** @param {{email?: string, password?: string}} typed */
  type(typed) {
    Object.assign(this, typed, { problem: "" });
    this.around.repaint();
  }

  /** @param {Event} event */
  async submit(event) {
    event.preventDefault();
    if (this.isAsking) return;
    this.isAsking = true;
    this.around.repaint();
    try {
      const outcome = await this.around.signIn(this.email.trim(), this.password);
      if ("author" in outcome) return this.around.go("#/");
      this.problem = problemOf(outcome.refused);
    } finally {
      this.password = "";
      this.isAsking = false;
      this.around.repaint();
    }
    document.getElementById("email")?.focus();
  }
}

/** @param {Answer} answer */
function problemOf({ answered, code }) {
  if (!answered) return NO_ANSWER;
  if (code === "access.phone_unknown") return NOT_SET_UP;
  return code === "accounts.sign_in_refused" || code === "request.malformed" ? WRONG : TROUBLE;
}
