// What stands in the place of a screen that is on the school's phones alone, when somebody's own phone asks for it.
import { html } from "lit-html";

/** The same for all of them. */
export class ShutScreen {
  title = "Only on school phones";

  view() {
    return html`<div class="stack">
      <p>Lists, photos, counts, items kept and PINs are on the school's phones, and so is adding to a report. On your own phone you can log
        a call made with it, and report an incident.</p>
      <a class="button wide" href="#/">Go to today</a>
      <a class="button plain wide" href="#/setup">This is a school phone: set it up</a>
    </div>`;
  }
}
