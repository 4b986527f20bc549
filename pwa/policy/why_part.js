// "Why?" beside a stop or a warning: one tap, without a signal, also on a phone that never had a list.
import { html, nothing } from "lit-html";
import { quoted, versionInWords, whyOf } from "./why_rules.js";

/** @typedef {import("./why_rules.js").Code} Code */
/** @typedef {import("./why_rules.js").From} From */

/** Nothing where no setting stands behind it. @param {Code | null} code @param {From} from what the setting travels with: the card, or the list */
export function whyPart(code, from) {
  if (code === null) return nothing;
  const why = whyOf(code, from);
  const words = quoted(why);
  return html`<details class="why" data-setting=${code}>
    <summary>Why?<span class="hidden-words"> ${why.label}</span></summary>
    <div class="stack-tight">
      ${words ? html`<p>The school's policy: <strong dir="auto">${words}</strong></p>` : html`<p>${why.does}</p>`}
      <p class="quiet">${versionInWords(why)}</p>
    </div>
  </details>`;
}
