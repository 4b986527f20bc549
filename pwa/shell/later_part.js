// A part of a screen that is fetched where there is anything to show: most phones start without it.
import { nothing } from "lit-html";

/**
 * @template Come @param {{load: () => Promise<Come>, isWanted: (known: any) => unknown, repaint: () => void}} how
 * @param {(come: Come, known: any) => unknown} draw @returns {(known: any) => unknown}
 */
export function laterPart({ load, isWanted, repaint }, draw) {
  /** @type {any} */
  let come = null;
  let isAsked = false;
  return known => {
    if (!isWanted(known)) return nothing;
    if (come) return draw(come, known);
    if (!isAsked) load().then(shown, asksAgain);
    isAsked = true;
    return nothing;
  };

  /** @param {Come} found */
  function shown(found) {
    come = found;
    repaint();
  }

  /** Not on this phone yet, and no line: it is asked for again when the screen is next drawn. @param {unknown} error */
  function asksAgain(error) {
    if (!(error instanceof TypeError)) throw error;
    isAsked = false;
  }
}
