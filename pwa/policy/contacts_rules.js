// Finds whom to ring on the school card. Pure.

/** @typedef {{role: string, title: string, name: string, number: string}} Contact */
/** @typedef {{id?: string, own?: boolean, country?: string, emergency?: string, emergency_known?: boolean}} Place where a trip is */
/** @typedef {"base_contact" | "dsl" | "deputy_dsl" | "headteacher" | "chair" | "lado" | "office"} Role */

const HOME = "GB";
const ORDER = ["base_contact", "office", "dsl", "deputy_dsl", "headteacher", "lado", "chair"];
/** The people to have at hand on the first screen. @type {Role[]} */
export const FIRST_TO_RING = ["base_contact", "office", "dsl", "deputy_dsl"];

/**
 * The contacts in these roles, in the order of whom to ring first. Where this phone's trip goes abroad, UK numbers have
 * +44, which rings from anywhere, the UK included.
 * @param {{contacts?: Contact[], trip?: Place | null, trips?: Place[]} | null} card @param {string[]} roles
 */
export function contactsFor(card, roles) {
  const place = (/** @type {Contact} */ contact) => ORDER.indexOf(contact.role);
  return (card?.contacts ?? [])
    .filter(contact => roles.includes(contact.role))
    .sort((a, b) => place(a) - place(b))
    .map(contact => (goesAbroad(card) ? { ...contact, number: fromAnywhere(contact.number) } : contact));
}

/** Whether a trip is outside the UK; a card from before trips had a country knows of none. @param {Place} trip */
export const isAbroad = ({ country }) => country !== undefined && country !== HOME;

/** What to ring in danger where a trip is; at home, and of no trip, 999. @param {Place | null} trip */
export const emergencyNumber = trip => (trip && isAbroad(trip) && trip.emergency) || "999";

/** Whether today's trip, or one of this phone's own in the week ahead, is abroad. @param {{trip?: Place | null, trips?: Place[]} | null} card */
export const goesAbroad = card =>
  [card?.trip, ...(card?.trips ?? []).filter(({ own }) => own)].some(trip => trip != null && isAbroad(trip));

/**
 * A UK number in national form as it is dialled from anywhere: "+44 1632 960101"; any other as it was. A short number has
 * no such form.
 * @param {string} number
 */
export function fromAnywhere(number) {
  const bare = number.replace("(0)", "").trim();
  const isNational = /^0[1-9]/.test(bare) && bare.replace(/\D/g, "").length >= 10;
  return isNational ? `+44 ${bare.slice(1).trim()}` : number;
}

/** A number as a telephone link. @param {string} number */
export const telephoneLink = number => `tel:${number.replace(/[^\d+]/g, "")}`;

/**
 * A title inside a sentence: "base contact", "deputy DSL"; one that is a name of its own keeps its capitals.
 * @param {string} title
 */
export const inSentence = title => title.replace(/^\p{Lu}(?=\p{Ll})(?!.* \p{Lu}\p{Ll})/u, first => first.toLowerCase());
