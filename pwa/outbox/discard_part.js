// "Discard this report": asks once more, with a way back. Comes with the rest, since nobody who begins to write waits for it.
import { html, nothing } from "lit-html";

/** @typedef {import("./draft_screen.js").DraftScreen} DraftScreen */

/** @param {{screen: DraftScreen}} known */
export function discardPart({ screen }) {
  const { short } = screen.thing;
  if (!screen.isInUse()) return nothing;
  if (!screen.looks.isDiscarding) {
    return html`<button class="button plain" type="button" id="discard" data-next="keep-it" @click=${() => screen.show({ isDiscarding: true })}>Discard this ${short}</button>`;
  }
  return html`<div class="notice bad stack" role="group" aria-label="Discard this ${short}">
    <p>Discard what you have written? It cannot be brought back.</p>
    <div class="row">
      <button class="button danger" type="button" @click=${() => discard(screen)}>Yes, discard it</button>
      <button class="button second" type="button" id="keep-it" data-next="discard" @click=${() => screen.show({ isDiscarding: false })}>Keep it</button>
    </div>
  </div>`;
}

/** @param {DraftScreen} screen */
async function discard(screen) {
  await screen.takeAway();
  screen.empty();
  screen.around.go("#/", true);
}
