// The demo line, and in it "Coach in a tunnel". It is drawn for a demo school alone, and one tap leads out.
import { html, nothing } from "lit-html";

/** @param {{isDemo: boolean, isInTunnel: boolean}} known @param {(isInside: boolean) => void} turn */
export function tunnelPart({ isDemo, isInTunnel }, turn) {
  if (!isDemo) return nothing;
  return html`<section class=${isInTunnel ? "demo-line in-tunnel" : "demo-line"} aria-label="Demo">
    <span role="status">${isInTunnel ? "In a tunnel: Lanyard acts as if there were no signal" : "Demo school: nobody here is real"}</span>
    <button class="switch" type="button" role="switch" aria-checked=${isInTunnel} @click=${() => turn(!isInTunnel)}>
      <span>Coach in a tunnel</span><span class="switch-track" aria-hidden="true"></span></button>
  </section>`;
}
