// On an iPhone or iPad: how Lanyard gets on the Home Screen, in words and with our own drawings of what to tap.
import { html, nothing, svg } from "lit-html";

/** @typedef {import("./copy_part.js").Copying} Copying */

/** @param {string} said @param {import("lit-html").TemplateResult} lines */
const picture = (said, lines) =>
  html`<svg class="picture" viewBox="0 0 32 32" role="img" aria-label=${said}>${lines}</svg>`;

// A box with an arrow out of it, and a square with a plus: as Safari draws them.
const share = picture(
  "A box with an arrow pointing up out of it",
  svg`<path d="M16 20V4M10.5 9 16 3.5 21.5 9"/><path d="M12 13H7.5v15.5h17V13H20"/>`,
);
const plus = picture(
  "A square with a plus in it",
  svg`<rect x="4" y="4" width="24" height="24" rx="6"/><path d="M16 10v12M10 16h12"/>`,
);

/** @param {string} next what to do once Lanyard is open */
export const addToHomeScreen = next => html`<ol class="steps pictured">
  <li><span>Tap <strong>Share</strong>: at the foot of the screen or at the top, or behind the three dots.</span> ${share}</li>
  <li><span>Go down the list to <strong>Add to Home Screen</strong>, then tap <strong>Add</strong>.</span> ${plus}</li>
  <li><span>Open <strong>Lanyard</strong> from the Home Screen. ${next}</span></li>
</ol>`;

/** @param {string} address @param {Copying} copying */
export const openInSafari = (address, copying) => html`<section class="notice wait stack" aria-labelledby="safari">
  <h2 id="safari">Open this page in Safari</h2>
  <p>This is another browser, or a page inside another app. Copy the address, open Safari and paste it there.</p>
  <p class="address">${address}</p>
  ${copying.button(address, "Copy the address")}
</section>`;

/** The code where the app cannot take it along: to be written down or copied. @param {string} code as shown @param {Copying} copying */
export const codeToTakeAlong = (code, copying) =>
  code
    ? html`<section class="card stack" aria-labelledby="your-code">
      <h2 id="your-code">The set-up code</h2>
      <p class="big-code">${code}</p>
      ${copying.button(code, "Copy the code")}
    </section>`
    : nothing;
