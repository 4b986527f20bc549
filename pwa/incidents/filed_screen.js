// What follows saving: where the report is now, what is missing from it, whom to ring.
import { html, nothing } from "lit-html";
import { stateLine } from "../outbox/state_part.js";
import { installLine } from "../phones/install_line.js";
import { guidancePart } from "./incident_parts.js";
import { missingFacts } from "./incident_rules.js";

/** @typedef {import("../outbox/outbox_rules.js").Envelope} Envelope */
/** @typedef {{items: Envelope[], now: number, card: import("./incident_parts.js").Card, waitingFor: string, isReady: boolean, hasStorageTrouble: boolean, keeps: string} & Parameters<typeof installLine>[0]} Known */

/** The screen after a report was saved. */
export class FiledScreen {
  title = "Report saved";

  /** @param {() => {id: string, fields: import("./incident_rules.js").Fields} | null} lastFiled */
  constructor(lastFiled) {
    this.lastFiled = lastFiled;
    this.id = "";
  }

  /** @param {Known} known */
  heading({ items, keeps }) {
    if (!items.some(one => one.id === this.id)) return "Report";
    return keeps === "all" ? this.title : "Report kept in this window";
  }

  /** @param {string} id */
  enter(id) {
    this.id = id;
  }

  /** @param {Known} known */
  view(known) {
    const item = known.items.find(one => one.id === this.id);
    const last = this.lastFiled();
    return html`<div class="stack">
      <div class="card stack-tight" role="status">
        ${item ? stateLine(item, known) : html`<p>${absentInWords(known)}</p>`}
        ${item?.state === "waiting" ? html`<p>${known.waitingFor}</p>` : nothing}
      </div>
      ${installLine(known)}
      ${last?.id === this.id ? afterwards(last.fields, known.card) : nothing}
      <div class="row">
        <a class="button grow" href="#/">Back to today</a>
        <a class="button second grow" href="#/report">Report another</a>
      </div>
    </div>`;
  }
}

/** @param {Known} known */
function absentInWords({ isReady, hasStorageTrouble }) {
  if (!isReady) return "Opening what is saved on this phone…";
  if (hasStorageTrouble) return "This phone cannot read what is saved on it just now.";
  return "This phone holds no report of that number. What was saved on it is in the Outbox.";
}

/** @param {import("./incident_rules.js").Fields} fields @param {import("./incident_parts.js").Card} card */
function afterwards(fields, card) {
  const missing = missingFacts(fields);
  return html`${guidancePart(fields, card)}
    ${missing.length > 0 ? html`<p class="notice wait">Not filled in: ${missing.join(", ")}. Tell the office when you know.</p>` : nothing}`;
}
