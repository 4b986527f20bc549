// The parts of a form that come with the rest.
import { discardPart } from "./discard_part.js";
import { elsewherePart } from "./elsewhere_part.js";

/** @type {Record<string, (known: any) => unknown>} */
export const formParts = { elsewhere: elsewherePart, discard: discardPart };
