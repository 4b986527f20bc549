// Our own few drawings, as SVG that takes the colour of the words beside it.
import { html, svg } from "lit-html";

/** @param {import("lit-html").TemplateResult} paths */
const icon = paths => html`<svg viewBox="0 0 24 24" aria-hidden="true">${paths}</svg>`;

export const phoneIcon = icon(
  svg`<path d="M6.5 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 5.5 5.5l1.5-2 4.5 1.5v3a2 2 0 0 1-2.2 2A17 17 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2z"/>`,
);
export const pencilIcon = icon(
  svg`<path d="M4 20l1-4.5L16.5 4a2.1 2.1 0 0 1 3 0l.5.5a2.1 2.1 0 0 1 0 3L8.5 19 4 20z"/><path d="M14.5 6l3.5 3.5"/>`,
);
export const tickIcon = icon(svg`<circle cx="12" cy="12" r="9.5"/><path d="M7.5 12.5l3 3 6-6.5"/>`);
export const waitIcon = icon(svg`<circle cx="12" cy="12" r="9.5"/><path d="M12 7v5.5l3.5 2"/>`);
export const personIcon = icon(svg`<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.8-4 3.8-6 7.5-6s6.7 2 7.5 6"/>`);
export const todayIcon = icon(
  svg`<rect x="3.5" y="5" width="17" height="15.5" rx="2.5"/><path d="M3.5 10h17M8 2.800V6M16 2.800V6"/>`,
);
export const outboxIcon = icon(
  svg`<path d="M3.5 14v4a2.5 2.5 0 0 0 2.5 2.500h12a2.5 2.5 0 0 0 2.5-2.500v-4"/><path d="M12 15.500v-12M7.5 7.500L12 3l4.5 4.5"/>`,
);
export const lockIcon = icon(
  svg`<rect x="5" y="10.500" width="14" height="10" rx="2"/><path d="M8 10.500V7.500a4 4 0 0 1 8 0v3"/>`,
);
export const hideIcon = icon(
  svg`<path d="M3 12c2.500-4.500 5.500-6.500 9-6.500s6.500 2 9 6.500c-2.500 4.500-5.500 6.500-9 6.500S5.500 16.500 3 12z"/><path d="M4 20L20 4"/>`,
);

/** The badge on its lanyard, the same as on the home screen. */
export const badge = html`<img src="/static/icons/lanyard.svg" alt="" width="44" height="44">`;
