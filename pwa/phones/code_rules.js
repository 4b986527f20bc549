// Set-up codes as people type them: read whatever the case and the dashes, and say which letter cannot be right.
// The same cases hold on the server (server/phones/rules.py): tests/golden/set_up_codes.json.

export const CODE_LENGTH = 8;

const LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
// What stands on the card where somebody read a letter that no code has.
/** @type {Record<string, string>} */
const MAY_BE = { O: "Q, D or G", 0: "Q, D or 8", I: "J or T", 1: "7 or T", L: "E or J", U: "V or W" };
/** What is wrong with a code as read, in words; "" when it may be one. @param {string} code */
export function problemOf(code) {
  const letters = [...code];
  if (letters.length !== CODE_LENGTH)
    return `The code has ${CODE_LENGTH} letters and numbers; this has ${letters.length}.`;
  const at = letters.findIndex(letter => !LETTERS.includes(letter));
  const letter = letters[at];
  if (letter === undefined) return "";
  const guess = MAY_BE[letter] ? `: it may be ${MAY_BE[letter]}` : "";
  return `There is no ${letter} in a set-up code. Look at letter ${at + 1} again${guess}.`;
}

/** In two groups, as on the card: ABCD-2345. @param {string} code */
export const shownCode = code => (code.length === CODE_LENGTH ? `${code.slice(0, 4)}-${code.slice(4)}` : code);
