// What was left on this phone and waits for somebody's word: reports saved while locked, and unfinished ones.
import { claimPart } from "../accounts/claim_part.js";
import { unfinishedPart } from "../incidents/unfinished_part.js";

/** @typedef {import("../accounts/claim_part.js").Known & import("../incidents/unfinished_part.js").Known} Known */

/** Answers what draws it. @param {import("./filing.js").Filing} filing @param {import("../incidents/incident_screen.js").IncidentScreen} incident */
export function leftPart(filing, incident) {
  /** @type {import("../incidents/unfinished_part.js").Actions} */
  const actions = {
    held: () => incident.held(),
    send: kept => filing.sendUnfinished(kept),
    discard: kept => filing.discardUnfinished(kept),
  };
  return (/** @type {Known} */ known) => [
    claimPart(known, (claim, isMine) => filing.say(claim, isMine)),
    unfinishedPart(known, actions),
  ];
}
