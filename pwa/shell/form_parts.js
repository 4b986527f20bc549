// The parts of a form that come with the rest.
import { aboutPart } from "../incidents/about_part.js";
import { detailsPart, timesPart } from "../incidents/details_part.js";
import { positionPart } from "../incidents/position_part.js";
import { protocolPart } from "../incidents/protocol_part.js";
import { discardPart } from "../outbox/discard_part.js";
import { elsewherePart } from "../outbox/elsewhere_part.js";

/** @type {Record<string, (known: any) => unknown>} */
export const formParts = {
  elsewhere: elsewherePart,
  discard: discardPart,
  about: aboutPart,
  protocol: protocolPart,
  details: detailsPart,
  times: timesPart,
  position: positionPart,
};
