// The protocol of the kind chosen, beneath its first steps: what never to do, who is told and by when, what else helps.
import { html, nothing } from "lit-html";
import { learn } from "./incident_guidance.js";
import { severityOf, topicOf } from "./incident_rules.js";
import { linksOf, PROTOCOLS, sourceInWords, toldInWords } from "./protocol_rules.js";

/** @typedef {import("./incident_screen.js").IncidentScreen} IncidentScreen */

learn(PROTOCOLS);

/** @param {{screen: IncidentScreen}} known */
export function protocolPart({ screen: { draft } }) {
  const protocol = PROTOCOLS[topicOf(draft.fields) ?? ""];
  if (!protocol) return nothing;
  const told = toldInWords(protocol, severityOf(draft.fields));
  const links = linksOf(protocol);
  return html`<section class="notice ${draft.fields.category === "nude_image" ? "bad" : "wait"} stack" aria-labelledby="never">
    <div class="stack-tight">
      <h2 id="never">Never</h2>
      <ul class="nevers">${protocol.never.map(words => html`<li>${words}</li>`)}</ul>
    </div>
    ${told.length > 0 ? html`<dl class="told">${told.map(toldLine)}</dl>` : nothing}
    ${links.length > 0 ? html`<div class="row">${links.map(([address, words]) => html`<a class="button second grow" href=${address}>${words}</a>`)}</div>` : nothing}
    <p class="quiet">${sourceInWords(protocol)}</p>
  </section>`;
}

/** @param {ReturnType<typeof toldInWords>[number]} one */
const toldLine = ({ when, whom, isByApp }) => html`<div><dt>${when}</dt>
  <dd>${whom}${isByApp ? html` <span class="quiet">Lanyard tells them once this is sent.</span>` : nothing}</dd></div>`;
