// The public page at /141: one field, what to dial, and nothing kept or sent. It stands alone, apart from the phone app.
import { html, render } from "lit-html";
import { ringsAs } from "../foundation/device.js";
import { dialPart } from "./dial_part.js";
import { dialled } from "./dial_rules.js";
import { WHY } from "./dial_words.js";

const WORKER = "/141-worker.js";
// Somebody who has not typed for so long is read out what came of it.
const PAUSE_MS = 900;

/** @typedef {{createPolicy: (name: string, rules: {createScriptURL: (url: string) => string}) => {createScriptURL: (url: string) => any}}} TrustedTypes */

const ringer = ringsAs(navigator);
const known = { asked: "", isAbroad: false, said: "" };
let pause = 0;

const where = () =>
  html`<label class="chip"><input type="checkbox" role="switch" .checked=${known.isAbroad} @change=${travelled}> I'm abroad</label>`;

const ask = () => html`<form class="stack" novalidate @submit=${done}>
    <div class="field">
      <label for="number">The number you want to ring</label>
      <span class="hint" id="number-hint">As it is written. Not your own number.</span>
      <input id="number" class="number-field" type="text" inputmode="tel" .value=${known.asked} autocomplete="off" autocapitalize="none"
        spellcheck="false" enterkeyhint="done" aria-describedby="number-hint" @input=${typed}>
    </div>
    ${dialPart(known.asked, { canRing: ringer === "phone", isAbroad: known.isAbroad, what: ringer })}
    <p class="hidden-words" role="status">${known.said}</p>
  </form>`;

/** Nothing is sent: the keyboard goes away, so that the answer is in sight. @param {Event} event */
function done(event) {
  event.preventDefault();
  document.getElementById("number")?.blur();
}

/** @param {Event} event */
function typed({ target }) {
  known.asked = /** @type {HTMLInputElement} */ (target).value;
  clearTimeout(pause);
  pause = setTimeout(() => {
    const { verdict, why } = dialled(known.asked);
    known.said = `${verdict === "refused" ? "" : "Ready to ring. "}${WHY[why]}`;
    paint();
  }, PAUSE_MS);
  paint();
}

/** @param {Event} event */
function travelled({ target }) {
  known.isAbroad = /** @type {HTMLInputElement} */ (target).checked;
  const first = document.querySelector(`#urgent-links [href="tel:${known.isAbroad ? "112" : "999"}"]`);
  if (first) first.parentElement?.prepend(first);
  paint();
}

function paint() {
  for (const [id, view] of Object.entries({ where, ask })) render(view(), place(id));
}

/** @param {string} id */
const place = id => /** @type {HTMLElement} */ (document.getElementById(id));

/** An iPad shows the same two buttons, and says that it is no use tapping them. */
function sayWhatCannotRing() {
  const words = document.getElementById("unable");
  if (ringer === "phone" || !words) return;
  words.textContent = `This ${ringer} can't ring. Use any phone.`;
  words.hidden = false;
}

/** The page's own worker keeps the page; without it, as in a private window, the page works while there is a signal. */
function keepThisPage() {
  const policy = /** @type {{trustedTypes?: TrustedTypes}} */ (globalThis).trustedTypes?.createPolicy(
    "lanyard-worker",
    {
      createScriptURL: () => WORKER,
    },
  );
  const address = policy?.createScriptURL("") ?? WORKER;
  navigator.serviceWorker?.register(address, { scope: "/141", updateViaCache: "none" }).catch(() => undefined);
}

sayWhatCannotRing();
paint();
keepThisPage();
