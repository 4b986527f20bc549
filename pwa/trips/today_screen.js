// The first screen: who, today's trip, one big "Report an incident" by the thumb, what still waits, whom to ring.
import { html, nothing } from "lit-html";
import { usingPart } from "../accounts/author_part.js";
import { pencilIcon } from "../foundation/icons.js";
import { inWords } from "../foundation/times.js";
import { lastAnswer, outboxState } from "../outbox/state_part.js";
import { ringPart } from "../policy/contacts_part.js";
import { agePart, tripPart } from "./trip_parts.js";
import { todayInWords, tripForReport } from "./trip_rules.js";

/**
 * @typedef {object} Known
 * @property {any} card the school card, or null
 * @property {{id: string, name: string} | null} phone
 * @property {{name: string} | null} author
 * @property {import("../accounts/claim_store.js").Claim[]} claims
 * @property {{staff: string, name: string} | null} unlocked
 * @property {import("../phones/unlock_rules.js").Window | null} window the trip round which the phone has a list
 * @property {import("./todays_list.js").List | null} list
 * @property {Record<string, number>} agreed who signed which version on this phone
 * @property {{trip: string, at: number} | null} departure when this phone was checked before leaving
 * @property {unknown[]} people who can open this phone with a PIN
 * @property {boolean} isReady whether the phone has read its own storage
 * @property {boolean} isOwnPhone somebody's own, on which only two things work
 * @property {boolean} needsSetUp set up once, and no longer known to the school
 * @property {string | null} unfinishedCode
 * @property {import("../foundation/device.js").Device} device
 * @property {number} waitingCount
 * @property {import("../phones/install_prompt.js").InstallPrompt | null} installPrompt
 * @property {boolean} isInstallDeclined
 * @property {boolean} cannotSave no key to save a report with
 * @property {import("../outbox/outbox_rules.js").Envelope[]} items
 * @property {import("../outbox/send.js").Contact | null} contact
 * @property {{seconds: number, at: number} | null} offset
 * @property {string} waitingFor
 * @property {boolean} hasStorageTrouble
 * @property {string} keeps what this window can keep
 * @property {number} now
 * @property {string} today YYYY-MM-DD
 */

/** Today. In the order in which it is read out; the style sheet puts the big button by the thumb. */
export class TodayScreen {
  title = "Today";

  /**
   * Parts that come later, each drawn where there is anything to say: an emergency that runs, alerts, and what must reach the school today, what was saved while locked, what was begun and not
   * saved, the photos still on this phone, the group checked last, running late, what the phone itself lacks, installing.
   * @param {Record<"emergency" | "alerts" | "asked" | "photos" | "again" | "late" | "phone" | "install", (known: any) => unknown>} parts
   */
  constructor(parts) {
    this.parts = parts;
  }

  /** @param {Known} known @returns {string} */
  heading({ card, today, isOwnPhone }) {
    // A browser keeps the titles of its pages, in clear.
    return todayInWords(isOwnPhone ? null : card, today);
  }

  /** @param {Known} known */
  view(known) {
    return html`<div class="today">
      <div>
        ${known.isOwnPhone ? nothing : usingPart(known)}
        ${this.parts.emergency(known)}
        ${this.parts.phone(known)}
        ${this.parts.alerts(known)}
        <p class="dock"><a class="button report wide" href="#/report">${pencilIcon}<span>Report an incident <small>Works without a signal</small></span></a></p>
        ${this.parts.asked(known)}
        ${this.parts.photos(known)}
        <section class="card stack-tight" aria-label="What waits to be sent">
          <div role="status">${outboxState(known)}</div>
          ${lastAnswer(known)}
        </section>
        ${this.parts.install(known)}
        ${known.isOwnPhone ? nothing : noteLinks}
      </div>
      <div>
        ${known.isOwnPhone ? nothing : tripPart(known)}
        ${known.window ? listLink(known) : nothing}
        ${this.parts.again(known)}
        ${known.window ? beforeWeGoLink(known.window, known) : nothing}
        ${this.parts.late(known)}
        ${ringPart(known, tripForReport(known.card, known.today))}
        ${agePart(known)}
      </div>
    </div>`;
  }
}

/** @param {Known} known */
const listLink = ({ list, now }) =>
  html`<a class="button second wide" href="#/list">Today's list${list ? html` <small>from ${inWords(list.pack.as_at, now)}</small>` : nothing}</a>
  <a class="button second wide" href="#/photo">Take a photo</a>`;

const noteLinks = html`<div class="row">
  <a class="button second grow" href="#/own-phone">Own phone used</a>
  <a class="button second grow" href="#/custody">Items kept</a>
</div>`;

/** @param {import("../phones/unlock_rules.js").Window} window @param {Known} known */
const beforeWeGoLink = ({ trip }, { departure, now }) =>
  html`<a class="button second wide" href="#/before-we-go">Before we go <small>${departure?.trip === trip.id ? html`checked ${inWords(departure.at, now)}` : "a minute's check"}</small></a>`;
