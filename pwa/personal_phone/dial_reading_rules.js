// What somebody wrote in a number's field, read down to the signs that matter: `server/personal_phone/dial_reading_rules.py`,
// sentence for sentence; tests/golden/dial.json holds both.

/** A field's text without labels, prefixes and extension. @typedef {{text: string, extension: string | null, withholds: boolean, releases: boolean}} Written */

// Longer than any number with its brackets, words and extension.
export const MOST_SIGNS = 120;
const FOREIGN_LETTER = "~";
// A nought in brackets, as in "+44 (0)141": dialled within the country, left out from abroad.
const BRACKETED_ZERO = "@";
export const LETTERS = /[a-z~]/;

const KEPT = /[0-9a-z+*#()[\],/;&|-]/;
// Where the figures of other scripts begin: Arabic, Persian and Urdu, Devanagari, Bengali, Gurmukhi, Gujarati.
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6];
const BETWEEN = "[ )(\\],;\\[-]*";
const LABEL =
  "(?:telephone|tel|phone|ph|mobile|mob|cell|landline|call|ring|dial|number|no|then|home|work|office|school|uk|please|[tmphw])";
const LABEL_IN_FRONT = new RegExp(`^${BETWEEN}${LABEL}(?![a-z~])${BETWEEN}`);
const LABEL_BEHIND = new RegExp(`(^|[^a-z~])${LABEL}${BETWEEN}$`);
// What asks for the number to be withheld: 141, #31#, *67; and what asks for it to be shown: 1470, *31#, *82.
const WITHHOLDS = new RegExp(`^${BETWEEN}(?:# ?31 ?#|[*#] ?67[#*]?|1[ -]?4[ -]?1)${BETWEEN}(?=.*\\d)`);
const RELEASES = new RegExp(`^${BETWEEN}(?:\\* ?31 ?[#*]|[*#] ?82[#*]?|1[ -]?4[ -]?7[ -]?0)${BETWEEN}(?=.*\\d)`);
const EXTENSION_WORD = "(?:extension|exten|extn|ext|option|opt|press|x)(?: no)?(?![a-z~])";
const EXTENSION = new RegExp(`^(.*\\d(?:.*[^a-z~])?)(?:${EXTENSION_WORD}|#)[ -]*(\\d{1,7})[ ()\\[\\]#]*$`);

/** The text in lower case, with ASCII figures and dashes, and a space for every sign that says nothing. @param {string} asked */
export const plain = asked =>
  [...asked.normalize("NFKC")]
    .map(plainSign)
    .join("")
    .replace(/ +/g, " ")
    .replace(/^[ \-,;/&|]+|[ \-,;/&|]+$/g, "");

/** @param {string} sign */
function plainSign(sign) {
  const code = /** @type {number} */ (sign.codePointAt(0));
  const lower = code < 128 ? sign.toLowerCase() : sign;
  if (KEPT.test(lower)) return lower;
  const zero = ZEROS.find(first => code >= first && code <= first + 9);
  if (zero) return String(code - zero);
  if (/[\p{M}\p{Cf}]/u.test(sign)) return "";
  if (/[\p{Pd}\u2212]/u.test(sign)) return "-";
  return /[\p{L}\p{N}]/u.test(sign) ? FOREIGN_LETTER : " ";
}

/** Takes labels ("Tel:"), what was dialled in front (141, #31#, 1470) and an extension off a plain text. @param {string} text @returns {Written} */
export function read(text) {
  let [rest, withholds, releases] = [text, false, false];
  for (;;) {
    const front = [LABEL_IN_FRONT, WITHHOLDS, RELEASES].find(one => one.test(rest));
    if (!front) break;
    withholds ||= front === WITHHOLDS;
    releases ||= front === RELEASES;
    rest = rest.replace(front, "");
  }
  rest = withoutLabelsBehind(rest);
  const found = EXTENSION.exec(rest);
  const left = found ? withoutLabelsBehind(found[1]) : rest;
  return { text: left, extension: found ? found[2] : null, withholds, releases };
}

/** @param {string} text */
function withoutLabelsBehind(text) {
  let rest = text;
  while (LABEL_BEHIND.test(rest)) rest = rest.replace(LABEL_BEHIND, "$1");
  return rest;
}

/** What is left once spaces, brackets and dashes are gone; a nought in brackets counts only within a country. @param {string} text */
export function signsOf(text) {
  const marked = text.replace(/[([] ?0 ?[)\]]/g, BRACKETED_ZERO);
  const signs = marked.replace(/[^0-9+*#@a-z~]/g, "").replace(/[#*]+$/, "");
  // In Italy the nought is part of the number, from abroad too.
  const isFromAbroad = /^(?:\+|00|44@)(?!39)/.test(signs);
  return signs.replaceAll(BRACKETED_ZERO, isFromAbroad ? "" : "0");
}
