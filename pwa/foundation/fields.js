// The parts every form is made of: a labelled text, a longer text, a row of big chips to tap.
import { html, nothing } from "lit-html";

/** @typedef {(value: string) => void} Told */
/** @typedef {{name: string, label: string, value: string, told: Told, hint?: string, problem?: string, type?: "text" | "email" | "password" | "tel" | "datetime-local", extra?: string}} TextField */
/** @typedef {{name: string, legend: string, options: ReadonlyArray<readonly [string, string, string?]>, value: string | null, told: Told, short?: boolean}} Chips */

/** What the keyboard does by itself in a field of this kind. @type {Record<string, string>} */
const CAPITALS = { code: "characters", "as-typed": "none" };

/** Chrome takes "off" for a password as a reason to offer to save it, and notes whose it is even where nobody lets it; a code it leaves alone. @param {boolean} isSecret */
const unkept = isSecret => (isSecret ? "one-time-code" : "off");

/** @param {TextField} field */
export function textField({ name, value, told, type = "text", extra = "", ...words }) {
  return html`<div class="field">
    ${labelled(name, words)}
    <input id=${name} class=${extra} type=${type} .value=${value} autocomplete=${unkept(type === "password")}
      autocapitalize=${CAPITALS[extra] ?? (type === "text" ? "sentences" : "none")} spellcheck=${extra in CAPITALS ? "false" : nothing}
      aria-invalid=${words.problem ? "true" : nothing} aria-describedby=${describedBy(name, words)}
      @input=${heard(told)}>
  </div>`;
}

/**
 * Figures alone: a PIN, a code that is read out. The keyboard is the one with big keys.
 * @param {{name: string, label: string, value: string, told: Told, most: number, hint?: string, problem?: string, isSecret?: boolean}} field
 */
export function digitsField({ name, value, told, most, isSecret = false, ...words }) {
  return html`<div class="field">
    ${labelled(name, words)}
    <input id=${name} class="digits" type=${isSecret ? "password" : "text"} inputmode="numeric" maxlength=${most} .value=${value} autocomplete=${unkept(isSecret)}
      autocapitalize="none" spellcheck="false" aria-invalid=${words.problem ? "true" : nothing} aria-describedby=${describedBy(name, words)}
      @input=${heard(told)}>
  </div>`;
}

/** @param {TextField} field */
export function textArea({ name, value, told, ...words }) {
  return html`<div class="field">
    ${labelled(name, words)}
    <textarea id=${name} rows="3" .value=${value} autocomplete="off"
      aria-invalid=${words.problem ? "true" : nothing} aria-describedby=${describedBy(name, words)}
      @input=${heard(told)}></textarea>
  </div>`;
}

/** One choice out of several. @param {Chips} group */
export function chips({ name, legend, options, value, told, short = false }) {
  const chip = (/** @type {readonly [string, string, string?]} */ [option, words]) => html`<label class="chip">
    <input type="radio" name=${name} value=${option} .checked=${option === value} @change=${heard(told)}> ${words}</label>`;
  return html`<fieldset>
    <legend>${legend}</legend>
    <div class="chips ${short ? "short" : ""}">${options.map(chip)}</div>
  </fieldset>`;
}

/** @param {Told} told */
function heard(told) {
  return (/** @type {Event} */ event) => told(/** @type {HTMLInputElement} */ (event.target).value);
}

/** @param {string} name @param {{label?: string, hint?: string | undefined, problem?: string | undefined}} words */
function labelled(name, { label, hint, problem }) {
  return html`<label for=${name}>${label}</label>
    ${hint ? html`<span class="hint" id="${name}-hint">${hint}</span>` : nothing}
    ${problem ? html`<span class="problem" id="${name}-problem">${problem}</span>` : nothing}`;
}

/** @param {string} name @param {{hint?: string | undefined, problem?: string | undefined}} words */
function describedBy(name, { hint, problem }) {
  const parts = [hint && `${name}-hint`, problem && `${name}-problem`].filter(Boolean);
  return parts.length > 0 ? parts.join(" ") : nothing;
}
