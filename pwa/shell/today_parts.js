// What the first screen shows where there is anything to show, of what comes with the rest.
import { agreementPart } from "../accounts/agreement_part.js";
import { claimPart } from "../accounts/claim_part.js";
import { unfinishedPart } from "../outbox/unfinished_part.js";
import { installPart } from "../phones/install_part.js";
import { whosePhonePart } from "../phones/whose_phone_part.js";
import { latePart } from "../trips/late_part.js";
import { runLate, say } from "./told.js";
import { discardUnfinished, sendUnfinished } from "./unfinished.js";

/** @typedef {Pick<import("./screens.js").Around, "filing" | "forms" | "signOut">} Around */

export const todayParts = {
  /** @param {any} known @param {Around} around */
  phone: (known, { signOut }) => whosePhonePart(known, signOut),
  /** @param {any} known */
  agreement: known => agreementPart(known),
  /** @param {any} known */
  install: known => installPart(known),
  /** @param {any} known @param {Around} around */
  unfinished: (known, { filing, forms }) =>
    unfinishedPart(known, {
      held: () => forms.held(),
      send: kept => sendUnfinished(filing, kept),
      discard: kept => discardUnfinished(filing, kept),
    }),
  /** @param {any} known @param {Around} around */
  claims: (known, { filing }) => claimPart(known, (claim, isMine) => say(filing, claim, isMine)),
  /** @param {any} known @param {Around} around */
  late: (known, { filing }) => latePart(known, window => runLate(filing, window)),
};
