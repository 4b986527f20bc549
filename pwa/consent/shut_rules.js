// Why no photo can be taken on this phone now, and what to do about it. It shuts the camera and nothing else. Pure.
import { mustSign } from "../accounts/agreement_rules.js";
import { holdSince } from "../policy/hold_rules.js";

/** `setting`: which one shuts it, and what its words travel with. @typedef {{words: string, href?: string, label?: string, setting?: {code: import("../policy/why_rules.js").Code, travels: "card" | "list"}}} Shut */
/** @typedef {import("../accounts/agreement_rules.js").Known & import("../policy/hold_rules.js").Known & {phone: unknown, people: unknown[], list: {pack: {photos?: unknown}} | null}} Known */

const OFFER = "The list comes with a signal, from 18:00 the evening before a trip that you and this phone are on.";

/** @type {Required<Shut>["setting"]} */
const LOCK = { code: "phones.lock_minutes", travels: "card" };
/** @type {Required<Shut>["setting"]} */
const LIST = { code: "photos.list_stops_hours", travels: "list" };

/** Null where nothing shuts it. @param {Known} known @param {boolean} needsList @returns {Shut | null} */
export function whyShut(known, needsList) {
  const { phone, unlocked, people, list } = known;
  if (holdSince(known) !== null)
    return {
      words: "There is an emergency: no phones, no photographs. Anybody may end that with a tap.",
      ...{ href: "#/emergency", label: "See the emergency" },
    };
  if (!phone)
    return {
      words: "This phone is not set up with the school: photos are taken on school phones alone.",
      ...{ href: "#/setup", label: "Set up this phone" },
    };
  if (!unlocked)
    return people.length > 0
      ? { words: "Photos open with your PIN.", href: "#/unlock", label: "Unlock", setting: LOCK }
      : { words: "Photos need a PIN: sign in once, with a signal.", href: "#/sign-in", label: "Sign in" };
  if (mustSign(known))
    return { words: "You have not signed acceptable use yet.", href: "#/agreement", label: "Read and sign" };
  if (!needsList || list?.pack.photos) return null;
  if (list)
    return {
      words: `The list here says nothing about photos. ${OFFER}`,
      href: "#/outbox",
      label: "Ask the school",
      setting: LIST,
    };
  return {
    words: `There is no list here, so nobody may be in a photo. ${OFFER}`,
    href: "#/outbox",
    label: "Ask the school",
    setting: LIST,
  };
}
