// Where the phone is, when somebody taps for it. Comes with the rest: the place can be typed meanwhile.
import { html } from "lit-html";
import { whereWeAre } from "./position.js";

/** @typedef {import("./incident_screen.js").IncidentScreen} IncidentScreen */

/** @param {{screen: IncidentScreen}} known */
export function positionPart({ screen }) {
  const { position } = screen.draft.fields;
  return html`<div class="row">
    ${
      position
        ? html`<span class="grow">Position noted, to within ${position.accuracy_metres} m.</span>
        <button class="button second" type="button" @click=${() => screen.change({ position: null })}>Remove position</button>`
        : html`<button class="button second" type="button" @click=${() => find(screen)}>Use my position</button>`
    }
    <span class="quiet" role="status">${screen.looks.finding}</span>
  </div>`;
}

/** @param {IncidentScreen} screen */
async function find(screen) {
  screen.show({ finding: "Looking for the position…" });
  const position = await whereWeAre();
  if (position) screen.change({ position });
  screen.show({ finding: position ? "" : "The phone does not know where it is. Type the place instead." });
}
