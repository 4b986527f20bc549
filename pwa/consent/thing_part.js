// A place or thing: the camera opens without a list where nobody is in it; never for an injury or a mark on a body.
import { html } from "lit-html";
import { chips } from "../foundation/fields.js";

/** @type {ReadonlyArray<readonly [string, string]>} */
const THINGS = [
  ["place", "A place"],
  ["object", "An object or display"],
  ["work", "Work that pupils made"],
  ["injury", "An injury, or a mark on a body"],
];

/** @param {string | null} value @param {(value: string) => void} told */
export const thingChips = (value, told) =>
  chips({ name: "thing", legend: "What will be in the picture?", options: THINGS, value, told });

export const injury = html`<div class="notice bad stack">
  <p><strong>No picture of that, ever.</strong> Write down what you see, where it is and how large. The school decides what comes next.</p>
  <a class="button wide" href="#/report">Report an incident, without a photo</a>
</div>`;
