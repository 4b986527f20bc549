// The parts of a form that come with the rest.
import { html } from "lit-html";
import { someoneElsePart } from "../accounts/someone_else_part.js";
import { aboutPart } from "../incidents/about_part.js";
import { detailsPart, timesPart } from "../incidents/details_part.js";
import { protocolPart } from "../incidents/protocol_part.js";
import { discardPart } from "../outbox/discard_part.js";
import { elsewherePart } from "../outbox/elsewhere_part.js";
import { installLine } from "../phones/install_line.js";

/** @type {Record<string, (known: any) => unknown>} */
export const formParts = {
  elsewhere: known => html`${someoneElsePart(known)}${installLine(known)}${elsewherePart(known)}`,
  discard: discardPart,
  about: aboutPart,
  protocol: protocolPart,
  details: detailsPart,
  times: timesPart,
};
