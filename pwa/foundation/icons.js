// Our own few drawings, as SVG that takes the colour of the words beside it.
import { html, svg } from "lit-html";

/** @param {import("lit-html").TemplateResult} paths */
const icon = paths => html`<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor"
  stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">${paths}</svg>`;

export const phoneIcon = icon(
  svg`<path d="M6.5 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 5.5 5.5l1.5-2 4.5 1.5v3a2 2 0 0 1-2.2 2A17 17 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2z"/>`,
);
export const pencilIcon = icon(
  svg`<path d="M4 20l1-4.5L16.5 4a2.1 2.1 0 0 1 3 0l.5.5a2.1 2.1 0 0 1 0 3L8.5 19 4 20z"/><path d="M14.5 6l3.5 3.5"/>`,
);
export const tickIcon = icon(svg`<circle cx="12" cy="12" r="9.5"/><path d="M7.5 12.5l3 3 6-6.5"/>`);
export const waitIcon = icon(svg`<circle cx="12" cy="12" r="9.5"/><path d="M12 7v5.5l3.5 2"/>`);

/** The badge on its lanyard. */
export const badge = html`<svg viewBox="0 0 30 36" aria-hidden="true" fill="none">
  <path d="M7 1l6.5 11M23 1l-6.5 11" stroke="#f2a541" stroke-width="3.5" stroke-linecap="round"/>
  <rect x="4" y="11" width="22" height="24" rx="4.5" fill="#faf6ee"/>
  <rect x="11.5" y="13.5" width="7" height="2.5" rx="1.25" fill="#083f4a"/>
  <path d="M9.5 25.5l4 4 7.5-8.5" stroke="#0b5563" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round"/>
</svg>`;
