// Finds whom to ring on the school card. Pure.

/** @typedef {{role: string, title: string, name: string, number: string}} Contact */
/** @typedef {"base_contact" | "dsl" | "deputy_dsl" | "headteacher" | "chair" | "lado" | "office"} Role */

const ORDER = ["base_contact", "office", "dsl", "deputy_dsl", "headteacher", "chair", "lado"];
/** The people to have at hand on the first screen. @type {Role[]} */
export const FIRST_TO_RING = ["base_contact", "office", "dsl", "deputy_dsl"];

/**
 * The contacts in these roles, in the order of whom to ring first.
 * @param {{contacts?: Contact[]} | null} card @param {Role[]} roles
 */
export function contactsFor(card, roles) {
  const place = (/** @type {Contact} */ contact) => ORDER.indexOf(contact.role);
  return (card?.contacts ?? [])
    .filter(contact => roles.some(role => role === contact.role))
    .sort((a, b) => place(a) - place(b));
}

/** A number as a telephone link. @param {string} number */
export const telephoneLink = number => `tel:${number.replace(/[^\d+]/g, "")}`;

/**
 * A title inside a sentence: "base contact", "deputy DSL"; one that is a name of its own keeps its capitals.
 * @param {string} title
 */
export function inSentence(title) {
  const [first = "", ...others] = title.split(" ");
  const isName = others.some(word => /^\p{Lu}\p{Ll}/u.test(word));
  const isShort = !/^\p{Lu}\p{Ll}/u.test(first);
  return isName || isShort ? title : title.charAt(0).toLowerCase() + title.slice(1);
}
