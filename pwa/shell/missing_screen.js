// What an address leads to that no screen has: a mistyped one, or one from another version.
import { html } from "lit-html";

/** No such screen. */
export class MissingScreen {
  title = "No such screen";

  view() {
    return html`<div class="stack">
      <p>Lanyard has no screen at this address. Nothing you wrote is lost.</p>
      <div class="row"><a class="button grow" href="#/">Go to today</a></div>
    </div>`;
  }
}
