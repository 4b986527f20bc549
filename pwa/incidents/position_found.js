// Where the phone is, when somebody taps for it on the form of an incident. Comes with the rest; the button does not.
import { whereWeAre } from "./position.js";

/** @typedef {import("./incident_screen.js").IncidentScreen} IncidentScreen */

/** @param {Pick<IncidentScreen, "draft" | "show" | "change">} screen */
export async function findFor(screen) {
  const { id } = screen.draft;
  screen.show({ finding: "Looking for the position…" });
  const position = await whereWeAre();
  // It may take twenty seconds: what is on the form by then may be another report.
  if (screen.draft.id !== id) return;
  if (position) screen.change({ position });
  screen.show({ finding: position ? "" : "The phone does not know where it is. Type the place instead." });
}
