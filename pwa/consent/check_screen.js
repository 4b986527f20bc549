// A place or thing, nobody in it: said before the camera opens, and asked again of each photo. Never for an injury.
import { html } from "lit-html";
import { chips, textField } from "../foundation/fields.js";
import { passes } from "./passing_check.js";

/** @typedef {{window: {trip: {id: string}} | null, list: {pack: {as_at: string}} | null, now: number}} Known */
/** @typedef {{knowledge: {known: () => Known}, newId: () => string, go: (hash: string) => void, repaint: () => void}} Around */

const DESTINATIONS = /** @type {const} */ ([
  ["school_site", "School site"],
  ["learning_journal", "Learning journal"],
  ["other", "Something else"],
]);

/** The declaration. */
export class CheckScreen {
  title = "A place or thing, nobody in it";

  /** @param {Around} around */
  constructor(around) {
    this.around = around;
    this.said = { place: "", justification: "", destination: "school_site" };
  }

  view() {
    const { place, justification, destination } = this.said;
    return html`<form class="stack" novalidate @submit=${(/** @type {Event} */ event) => this.submit(event)}>
      <p class="notice wait">Never for an injury or a mark on a body: report that in words.</p>
      ${textField({ name: "place", label: "Where?", value: place, told: told => this.say({ place: told }) })}
      ${textField({ name: "justification", label: "What for?", value: justification, told: told => this.say({ justification: told }) })}
      ${chips({ name: "destination", legend: "Where will it go?", options: DESTINATIONS, value: destination, told: told => this.say({ destination: told }) })}
      <button class="button wide">Nobody is in it. Open camera</button>
    </form>`;
  }

  /** @param {Partial<CheckScreen["said"]>} part */
  say(part) {
    this.said = { ...this.said, ...part };
    this.around.repaint();
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault();
    const { knowledge, newId, go } = this.around;
    const { window, list, now } = knowledge.known();
    const about = { ...this.said, purpose: "learning_record", activity: null, pupils: [], nobody: true };
    passes({ ...about, id: newId(), at: now, trip: window?.trip.id ?? null, list_as_at: list?.pack.as_at ?? null });
    go("#/photo/camera");
  }
}
