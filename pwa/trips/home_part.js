// The way to "Everyone home", at the end of the first screen.
import { html } from "lit-html";

export const homeLink = html`<a class="button second wide" href="#/home">Everyone home <small>all at school?</small></a>`;
