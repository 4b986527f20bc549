// Whom a concern about staff is about. Nothing waits for an answer; about the headteacher it goes to the chair of governors alone.
import { nothing } from "lit-html";
import { chips } from "../foundation/fields.js";
import { HEAD } from "./incident_rules.js";

/** @typedef {import("./incident_screen.js").IncidentScreen} IncidentScreen */

/** @type {ReadonlyArray<readonly [string, string]>} */
const ABOUT = [
  ["staff", "A member of staff"],
  [HEAD, "The headteacher"],
];

/** @param {{screen: IncidentScreen}} known */
export function aboutPart({ screen }) {
  const { category, about } = screen.draft.fields;
  if (category !== "allegation") return nothing;
  const told = (/** @type {string} */ answer) => screen.change({ about: answer });
  return chips({ name: "about", legend: "Who is it about?", options: ABOUT, value: about, told, short: true });
}
