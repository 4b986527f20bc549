// What the first screen shows where there is anything to show, of what comes with the rest.
import { html } from "lit-html";
import { agreementPart } from "../accounts/agreement_part.js";
import { claimPart } from "../accounts/claim_part.js";
import { reportsHere } from "../incidents/reports_here.js";
import { countLink } from "../incidents/count_link.js";
import { emergencyPart } from "../incidents/emergency_today_part.js";
import { unfinishedPart } from "../outbox/unfinished_part.js";
import { installLine } from "../phones/install_line.js";
import { installPart } from "../phones/install_part.js";
import { whosePhonePart } from "../phones/whose_phone_part.js";
import { homeLink } from "../trips/home_part.js";
import { latePart } from "../trips/late_part.js";
import { alertsHere } from "./alerts_here.js";
import { runLate, say } from "./told.js";
import { discardUnfinished, sendUnfinished } from "./unfinished.js";

/** @typedef {import("./screens.js").Around} Around */

export const todayParts = {
  /** @param {any} known */
  emergency: known => emergencyPart(known),
  /** @param {any} known @param {Around} around */
  phone: (known, { signOut }) => whosePhonePart(known, signOut),
  /** @param {any} known @param {Around} around */
  alerts: (known, around) => alertsHere(around).todayPart(known),
  /** @param {any} known */
  install: known => installPart(known),
  /** What was saved while locked, what is to be signed, what was begun and not saved. @param {any} known @param {Around} around */
  asked: (known, { filing, forms }) =>
    html`${claimPart(known, (claim, isMine) => say(filing, claim, isMine))}
      ${agreementPart(known)}
      ${unfinishedPart(known, {
        held: () => forms.held(),
        send: kept => sendUnfinished(filing, kept),
        discard: kept => discardUnfinished(filing, kept),
      })}`,
  /** @param {any} known @param {Around} around */
  late: (known, { filing }) =>
    known.isOwnPhone
      ? latePart(known, window => runLate(filing, window))
      : html`${countLink}${latePart(known, window => runLate(filing, window))}${homeLink}`,
};

/** The same of the screen after saving. */
export const filedParts = {
  /** The time it has left, the way to add to it, and why a browser's tab is no safe place. @param {any} known @param {Around} around */
  more: (known, around) =>
    html`${alertsHere(around).filedPart(known)}${reportsHere(around).afterSaving({ id: known.filed }, known)}${installLine(known)}`,
};
