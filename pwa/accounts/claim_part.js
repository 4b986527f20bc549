// "A report was saved while locked, 14:02. Was it you?": one tap, and it has an author. Nothing of it is shown.
import { html, nothing } from "lit-html";
import { inWords } from "../foundation/times.js";
import { thingOf } from "../outbox/draft_words.js";
import "../outbox/later_words.js";

/** @typedef {import("./claim_store.js").Claim} Claim */
/** @typedef {{claims: Claim[], unlocked: {staff: string, name: string} | null, now: number}} Known */
/** @typedef {(claim: Claim, isMine: boolean) => void} Say */

/** @param {Known} known @param {Say} say */
export function claimPart({ claims, unlocked, now }, say) {
  if (!unlocked) return nothing;
  const open = claims.filter(({ asked }) => !asked.includes(unlocked.staff));
  return open.map(
    claim => html`<div class="notice wait row">
      <p class="grow"><strong>A ${thingOf(claim.form).full} was saved while locked, ${inWords(claim.at, now)}.</strong> Was it you?</p>
      <button class="button second" type="button" @click=${() => say(claim, true)}>It was me</button>
      <button class="button plain" type="button" @click=${() => say(claim, false)}>Not me</button>
    </div>`,
  );
}
