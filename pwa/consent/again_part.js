// "Same again" on the first screen: the group of last time is two taps from the camera.
import { html, nothing } from "lit-html";
import { groupInWords } from "./group_rules.js";

/** Draws it once what this phone keeps of its checks is read. @param {import("./checking.js").Checking} checking @param {() => void} repaint */
export function againPart(checking, repaint) {
  /** @type {string | null | undefined} */
  let readFor;
  return () => {
    const { trip } = checking;
    if (readFor !== trip) {
      readFor = trip;
      checking.load().then(repaint);
    }
    const { last } = checking.store.kept;
    if (!checking.list || !last || !checking.stop.place) return nothing;
    return html`<a class="button second wide" href="#/photo/again">Same again <small>${groupInWords(last.name, last.pupils.length)}</small></a>`;
  };
}
