// What the form shows of the kind of incident chosen: its protocol and the few facts that matter, as server/incidents/protocols.json
// declares them for both sides. Pure.
import first from "../../server/incidents/first_kinds.json" with { type: "json" };
import declared from "../../server/incidents/protocols.json" with { type: "json" };
import { dayInWords } from "../foundation/times.js";
import { inSentence } from "../policy/contacts_rules.js";

/** @typedef {import("./incident_rules.js").Fields} Fields */
/** @typedef {{by: string, who: string[], when: string, only_if?: string, words?: string}} Told */
/** @typedef {{name: string, label: string, type: string, options?: string[][], hint?: string, prompts?: Record<string, string>, counts_from?: boolean, wide?: boolean}} DetailField */
/** @typedef {import("./incident_guidance.js").Guidance & {never: string[], told: Told[], follows: string[], dated: string, links?: string[], asks?: {label: string, hint: string}, fields?: DetailField[]}} Protocol */

const ahead = /** @type {Record<string, object>} */ (first.guidance);
const whole = (/** @type {Record<string, object>} */ parts) =>
  Object.fromEntries(Object.entries(parts).map(([code, part]) => [code, { ...ahead[code], ...part }]));

/** By category, and `headteacher`. @type {Record<string, Protocol>} */
export const PROTOCOLS = /** @type {any} */ (whole({ ...declared.kinds, ...declared.topics }));
/** @type {Record<string, string>} */
const WHO = declared.who;
/** @type {Record<string, string>} */
const WHEN = declared.when;
/** @type {Record<string, string>} */
const PROMPTS = declared.prompts;
/** @type {Record<string, string[]>} */
const LINKS = declared.links;
/** @type {Record<string, string[]>} */
const GUIDANCE = declared.guidance;

const GRAVE = ["serious", "critical"];

/** The facts of a category. @param {string | null} category @returns {DetailField[]} */
export const fieldsOf = category => PROTOCOLS[category ?? ""]?.fields ?? [];

/**
 * Who is told and by when, in words: {when, whom}. What only a grave report tells is left out of any other.
 * @param {Protocol} protocol @param {string | null} severity
 */
export const toldInWords = ({ told }, severity) =>
  told
    .filter(({ only_if }) => !only_if || GRAVE.includes(severity ?? ""))
    .map(({ by, who, when, words }) => ({
      when: WHEN[when] ?? when,
      whom: listed(who.map(code => WHO[code] ?? code)) + (words ? `: ${words}` : ""),
      isByApp: by === "lanyard",
    }));

/** "DSL, deputy DSL and headteacher". @param {string[]} names */
function listed(names) {
  const [firstOne = "", ...others] = names;
  const inside = [firstOne, ...others.map(inSentence)];
  const last = inside.pop();
  return inside.length > 0 ? `${inside.join(", ")} and ${last}` : `${last}`;
}

/** Which guidance it follows, as of when, and where. @param {Protocol} protocol */
export const sourceInWords = ({ follows, dated }) =>
  `Follows ${follows.map(code => GUIDANCE[code]?.[0]).join(", ")}. Checked for ${declared.checked_for}, ${dayInWords(dated)} ${dated.slice(0, 4)}.`;

/** Where its links lead: [address, words] each. @param {Protocol} protocol */
export const linksOf = ({ links = [] }) => links.flatMap(code => (LINKS[code] ? [LINKS[code]] : []));

/** What an answer asks for at once; "" for most. @param {DetailField} field @param {any} value */
export function promptOf({ prompts }, value) {
  const answer = typeof value === "boolean" ? (value ? "yes" : "no") : value;
  return PROMPTS[prompts?.[answer] ?? ""] ?? "";
}

/** What was filled in for a kind that is not chosen any more, by the names of those kinds. @param {Fields} fields */
export function leftBehind({ category, details = {} }) {
  const others = Object.entries(details).filter(
    ([code, said]) => code !== category && Object.values(said).some(isSaid),
  );
  return others.map(([code]) => first.kinds.find(([one]) => one === code)?.[1] ?? code);
}

/** @param {any} value */
const isSaid = value => value !== null && (typeof value === "boolean" || value.length > 0) && `${value}`.trim() !== "";
