// What the forms of custody ask, warn of and become when they are filed. Pure. What they ask is in the server's own list, so
// that no field is declared twice; the bodies are held against the server's schemas by `tests/golden/custody.json`.
import ASKED from "../../server/custody/custody.json" with { type: "json" };
import { inWords, typedMoment, utc } from "../foundation/times.js";

/**
 * One thing that a form asks. An id is put in by the app.
 * @typedef {{name: string, is: "line" | "lines" | "choice" | "time" | "id", label?: string, hint?: string, missing?: string, options?: Record<string, string>}} Field
 */
/** @typedef {{title: string, done: string, at: string, fields: Field[], receiver?: string, first?: string}} Asked `first`: what to do before anything is typed */
/**
 * What was chosen and typed so far, by the names of what is asked; of a time `<name>` is in ms where "Now" was tapped, and
 * `<name>_on` what was typed, null while nobody chose to. `signed_with` is "pin" once somebody gave theirs for it.
 * @typedef {Record<string, string | number | null>} Fields
 */

/** The kinds by the word that stands for each in an address and in a draft. @type {Record<string, string>} */
export const KINDS = {
  taken: "item.confiscated",
  searched: "search.made",
  moved: "item.moved",
  police: "item.handed_to_police",
  returned: "item.released",
};
export const TAKEN = "item.confiscated";
// None that is read as another, on a bag in the rain.
const LETTERS = "ACDEFHJKLMNPRTUVWXY";
const DIGITS = "2345679";
/** Ends what a phone knows as kept. */
const ENDS = new Set(["item.handed_to_police", "item.released"]);

/** @param {string} kind @returns {Asked} */
export const askedOf = kind => /** @type {Record<string, Asked>} */ (/** @type {unknown} */ (ASKED))[kind];

/** @param {Fields} fields of any of the forms */
export const kindIn = ({ form }) => KINDS[String(form)] ?? TAKEN;

/** A form nobody has touched. @param {string} word which form it is @returns {Fields} */
export function untouchedOf(word) {
  /** @type {Fields} */
  const fields = { form: word, signed: "", signed_with: null, receiver_signed: "" };
  for (const { name, is } of askedOf(kindIn(fields)).fields) {
    fields[name] = is === "line" || is === "lines" ? "" : null;
    if (is === "time") fields[`${name}_on`] = null;
  }
  return fields;
}

/** A moment of a form in ms, as far as it was tapped or typed; a year half typed is no time yet. @param {Fields} fields @param {string} name */
export function momentIn(fields, name) {
  const tapped = fields[name];
  if (typeof tapped === "number") return tapped;
  return typedMoment(fields[`${name}_on`]);
}

/** The body of the record. @param {Fields} fields @param {number} openedAt ms, when the form was opened */
export function bodyOf(fields, openedAt) {
  /** @type {Record<string, string | null>} */
  const body = { written_at: utc(openedAt) };
  for (const { name, is } of askedOf(kindIn(fields)).fields) {
    if (is !== "time") body[name] = textOrNull(fields[name]);
    else {
      const at = momentIn(fields, name);
      body[name] = at === null ? null : utc(at);
    }
  }
  // Whose PIN was given for what was typed: without a name there is nothing signed by name alone.
  const signed = textOrNull(fields.signed);
  const signed_with = fields.signed_with === "pin" ? "pin" : signed && "typed";
  return { ...body, signed, signed_with, receiver_signed: textOrNull(fields.receiver_signed) };
}

/** What is not filled in yet, in words that follow "Not filled in:". It warns and never holds a record (R67). @param {Fields} fields */
export function missingFacts(fields) {
  const lacking = askedOf(kindIn(fields)).fields.filter(({ name, is, missing }) => {
    if (!missing) return false;
    return is === "time" ? momentIn(fields, name) === null : textOrNull(fields[name]) === null;
  });
  const words = lacking.map(({ missing }) => String(missing));
  return textOrNull(fields.signed) === null ? [...words, "your name to sign"] : words;
}

/** The form whose drafts become records of one kind: all are of one name, and a draft says which it is. @param {string} word @returns {import("../outbox/draft_rules.js").Form} */
export const formOf = word => ({
  name: "item",
  saved: "custody",
  kind: KINDS[word] ?? TAKEN,
  v: 1,
  untouched: () => untouchedOf(word),
  bodyOf,
});

/**
 * What an address asks for: `police-of-<item>` is about an item, `taken-in-<incident>` belongs to a report; null for anything
 * else, such as a draft.
 * @param {string} param @returns {{word: string, named: Fields} | null}
 */
export function askedBy(param) {
  const [, word = "", of, id = ""] = /^(\w+?)(?:-(of|in)-(.+))?$/.exec(param || "taken") ?? [];
  if (!Object.hasOwn(KINDS, word)) return null;
  return { word, named: of === "of" ? { item: id } : of === "in" ? { incident: id } : {} };
}

/** A bag's number that is short and easy to write: two digits, a letter, a digit. @param {ArrayLike<number>} luck four random bytes */
export function bagFrom(luck) {
  const one = (/** @type {string} */ of, /** @type {number} */ place) => of[luck[place] % of.length];
  return one(DIGITS, 0) + one(DIGITS, 1) + one(LETTERS, 2) + one(DIGITS, 3);
}

/** A bag's number as it may lie on the phone in clear: "" for what is none, such as a name. @param {unknown} typed */
export function bagCode(typed) {
  const code = String(typed ?? "")
    .replace(/[\s-]/g, "")
    .toUpperCase();
  return /^[A-Z0-9]{1,10}$/.test(code) && /\d/.test(code) ? code : "";
}

/**
 * What this phone notes of an item in clear: never a name or a word that was typed.
 * @typedef {{bag: string, thing: string | null, at: number, left: boolean}} Note
 */
/** @typedef {Record<string, Note>} Notes by the item's id */
/** An item as the school last told of it. @typedef {{id: string, bag: string, thing: string | null, since: string, is_kept: boolean}} Told */
/** @typedef {{id: string, bag: string, thing: string | null, at: number}} Kept */

// What is longer ago is on the office's list alone.
const NOTED_MS = 60 * 86_400_000;

/** The notes after a record was saved. @param {Notes | undefined} notes @param {{id: string, fields: Fields, now: number}} saved @returns {Notes} */
export function notedAfter(notes, { id, fields, now }) {
  const kind = kindIn(fields);
  const recent = Object.fromEntries(Object.entries(notes ?? {}).filter(([, { at }]) => at > now - NOTED_MS));
  if (kind === TAKEN) {
    const at = momentIn(fields, "taken_at") ?? now;
    return { ...recent, [id]: { bag: bagCode(fields.bag), thing: thingIn(fields), at, left: false } };
  }
  const item = typeof fields.item === "string" ? fields.item : "";
  if (!ENDS.has(kind) || !item) return recent;
  return { ...recent, [item]: { ...(recent[item] ?? { bag: "", thing: null, at: now }), left: true } };
}

/** @param {Fields} fields */
const thingIn = ({ thing }) => (typeof thing === "string" ? thing : null);

/** What is kept, as far as this phone knows: what it took itself and what the school told of, the last first. @param {Notes | undefined} notes @param {unknown} told @returns {Kept[]} */
export function keptNow(notes, told) {
  const here = notes ?? {};
  const all = new Map(Object.entries(here).map(([id, { bag, thing, at, left }]) => [id, { id, bag, thing, at, left }]));
  for (const { id, bag, thing, since, is_kept } of /** @type {Told[]} */ (Array.isArray(told) ? told : [])) {
    // What left by this phone has left, though the school has not heard of it yet.
    all.set(id, { id, bag, thing, at: Date.parse(since), left: !is_kept || Boolean(here[id]?.left) });
  }
  const kept = [...all.values()].filter(({ left }) => !left);
  return kept.sort((a, b) => b.at - a.at).map(({ left: _left, ...item }) => item);
}

/** "Phone, bag 47K2", where no name may stand. @param {{bag: string, thing: string | null}} item */
export function itemInWords({ bag, thing }) {
  const things = askedOf(TAKEN).fields.find(({ name }) => name === "thing")?.options ?? {};
  return `${things[thing ?? ""] ?? "Something"}, ${bag ? `bag ${bag}` : "no bag number"}`;
}

/** @param {{at: number}} item @param {number} now */
export const sinceInWords = ({ at }, now) => `Since ${inWords(at, now)}`;

/** @param {unknown} text */
const textOrNull = text => (typeof text === "string" && text.trim() !== "" ? text : null);
