// The way to the head count, on the first screen.
import { html } from "lit-html";

export const countLink = html`<a class="button second wide" href="#/count">Head count <small>tap as you count</small></a>`;
