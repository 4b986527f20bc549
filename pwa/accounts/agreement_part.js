// What the first screen says while whoever has the phone open has not signed the agreement on acceptable use.
import { html, nothing } from "lit-html";
import { mustSign } from "./agreement_rules.js";

/** @param {import("./agreement_rules.js").Known} known */
export const agreementPart = known => (mustSign(known) ? agreementLink : nothing);

const agreementLink = html`<div class="notice wait row">
  <p class="grow"><strong>Acceptable use is not signed yet.</strong></p>
  <a class="button second" href="#/agreement">Read and sign</a>
</div>`;
