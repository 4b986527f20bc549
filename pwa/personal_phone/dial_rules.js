// The number to dial so that the caller's own is withheld (141), from whatever somebody wrote: `server/personal_phone/dial_rules.py`,
// sentence for sentence; tests/golden/dial.json holds both.
import { LETTERS, MOST_SIGNS, plain, read, signsOf } from "./dial_reading_rules.js";

/**
 * What became of a number somebody wrote. `dial`: the digits to dial, prefix included; null when refused. `number`: the digits
 * asked for, in national or 00 form, without the prefix. `why`: a key of `dial_words.js`. `extension`: shown, never dialled.
 * @typedef {object} Dialled
 * @property {string} asked @property {string | null} dial @property {string | null} number
 * @property {"withheld" | "plain" | "abroad" | "refused"} verdict @property {string} why @property {string | null} extension
 */

const PREFIX = "141";
const EMERGENCY = ["999", "112"];
// What a handset takes for an emergency number wherever it is (3GPP TS 22.101, 10.1), 999 and 112 apart.
const EMERGENCY_ELSEWHERE = ["911", "000", "110", "118"];
// The operator, speaking clock, the phone company, banks' fraud line, directory enquiries, voicemail.
const SHORT_CODE = /^(?:100|121|123|15[0159]|195|1571|118\d{3})$/;
const HELPLINE = /^(?:101|105|111|119|18000|116\d{3}|08001111)$/;
// With the leading 0. Areas of ten figures are none of the big cities'; 0800 has both lengths.
const UK = /^0(?:1\d{9}|1(?!1|\d1)\d{8}|[239]\d{9}|5[56]\d{8}|7\d{9}|800\d{6}|8\d{9})$/;
const NO_ZERO_MOBILE = /^7[1-9]\d{8}$/;
const SEPARATED = /[/;,|&]|\b(?:or|and)\b/;
const LAST_FIGURES_OF_ANOTHER = /(?:\/|\bor) ?\d{1,2}$/;
const PAUSE = /^(.*\d)(?: ?,[ ,]*|[pw]+)(\d{1,7})#?$/;
const SHORTEST_ABROAD = 7;
const LONGEST_ABROAD = 15;

/**
 * What to dial for any text at all. What is no number is refused, with why; an emergency number never is, whatever stands round
 * it, and never prefixed. @param {string} asked @returns {Dialled}
 */
export function dialled(asked) {
  const text = plain(asked);
  if (!text) return { ...refused("empty"), asked };
  if (text.length > MOST_SIGNS) return { ...refused("too_long"), asked };
  return { ...(several(text) ?? one(text)), asked };
}

/** Whether there is nothing to dial. @param {Dialled} found */
export const isRefused = found => found.verdict === "refused";

/** What becomes of a text that holds more than one number; null where it is one number, or none at all. @param {string} text @returns {Dialled | null} */
function several(text) {
  if (LAST_FIGURES_OF_ANOTHER.test(text) && !isRefused(one(text.replace(LAST_FIGURES_OF_ANOTHER, ""))))
    return refused("two_numbers");
  if (!isRefused(one(text))) return null;
  const parts = text.split(SEPARATED).filter(part => /\d/.test(part));
  if (parts.length > 1) {
    const found = parts.map(part => one(part.trim()));
    const urgent = found.find(({ why }) => why === "emergency");
    if (urgent) return urgent;
    if (!found.every(isRefused)) return refused("two_numbers");
  }
  return twoInARow(text.split(" "));
}

/** @param {string[]} groups */
function twoInARow(groups) {
  for (let at = 1; at < groups.length; at += 1) {
    const [first, second] = [groups.slice(0, at), groups.slice(at)].map(some => one(some.join(" ")));
    if (!isRefused(first) && !isRefused(second)) return first.why === "emergency" ? first : refused("two_numbers");
  }
  return null;
}

/** What to dial for a text that holds one number, or none. @param {string} text @returns {Dialled} */
function one(text) {
  const written = read(text);
  const found = urgently(written.text) ?? numbered(written);
  if (!isRefused(found)) return { ...found, extension: written.extension };
  const pause = PAUSE.exec(text);
  const before = pause && !EMERGENCY.includes(pause[2]) && one(pause[1]);
  return before && !isRefused(before) ? { ...before, extension: pause[2] } : found;
}

/** An emergency number or a helpline, which a word or two round it do not hide: "ring 999!", "NHS 111". @param {string} text */
function urgently(text) {
  const figures = text.replace(/\D/g, "");
  const national = figures.replace(/^(?:00)?440?/, "");
  const forms = [figures, national, `0${national}`];
  const urgent = [...forms, figures.replace(/^00/, "")].find(form => EMERGENCY.includes(form));
  if (urgent) return rungPlain(urgent, "emergency");
  /** @type {string[]} */ const runs = text.match(/\d+/g) ?? [];
  if (runs.length > 0 && runs.every(run => EMERGENCY.includes(run))) return rungPlain(runs[0], "emergency");
  if (EMERGENCY_ELSEWHERE.includes(figures)) return rungPlain(figures, "emergency_elsewhere");
  const helpline = forms.find(form => HELPLINE.test(form));
  return helpline ? rungPlain(helpline, "helpline") : null;
}

/** @param {import("./dial_reading_rules.js").Written} written @returns {Dialled} */
function numbered(written) {
  if (LETTERS.test(written.text)) return refused("letters");
  const parted = /^(\+*)(\d+)$/.exec(signsOf(written.text));
  if (!parted) return refused("no_number");
  const found = byItsFront(parted[1], parted[2]);
  if (found.verdict !== "withheld") return found;
  if (written.releases) return { ...found, why: "releases_number" };
  return written.withholds ? { ...found, why: "own_already" } : found;
}

/** @param {string} plus @param {string} figures */
function byItsFront(plus, figures) {
  if (plus || figures.startsWith("00")) return fromAbroad(figures.replace(/^00/, ""));
  const isFortyFour = figures.startsWith("44") && (UK.test(`0${figures.slice(2)}`) || UK.test(figures.slice(2)));
  return isFortyFour ? fromAbroad(figures) : national(figures);
}

/** A number as it is written with + or 00, without them: the country's code first. @param {string} figures @returns {Dialled} */
function fromAbroad(figures) {
  if (figures.startsWith("44")) return ukFromAbroad(figures.slice(2));
  if (figures === "") return refused("too_short");
  if (figures.startsWith("0")) return refused("no_country");
  if (figures.length < SHORTEST_ABROAD) return refused("too_short");
  if (figures.length > LONGEST_ABROAD) return refused("too_long");
  const number = `00${figures}`;
  return answer({ dial: PREFIX + number, number, verdict: "abroad", why: "abroad" });
}

/** @param {string} figures */
function ukFromAbroad(figures) {
  if (UK.test(`0${figures}`)) return withheld(`0${figures}`);
  if (!figures) return refused("too_short");
  // Somebody wrote 141 after +44, where it is no area code: 0141 and seven figures were found above.
  const rest = figures.replace(/^(?:1470|141)+(?=\d)/, "");
  return urgently(rest) ?? national(rest);
}

/** @param {string} figures */
function national(figures) {
  if (UK.test(figures)) return withheld(figures);
  // A table of numbers drops the 0 it begins with, and nothing else in the UK looks like this.
  if (NO_ZERO_MOBILE.test(figures)) return withheld(`0${figures}`);
  return SHORT_CODE.test(figures) ? rungPlain(figures, "short_code") : refused(whyNoUkNumber(figures));
}

/** @param {string} figures */
function whyNoUkNumber(figures) {
  if (figures === PREFIX) return "prefix_alone";
  if (figures === "1470") return "releases_alone";
  if (/^147\d(?:0\d+)?$/.test(figures)) return "last_caller";
  if (figures.length > LONGEST_ABROAD) return "too_long";
  if (!figures.startsWith("0")) return figures.length < 3 ? "too_short" : "no_zero";
  if (/^0(?:[046]|5[^56])/.test(figures)) return "not_uk";
  return figures.length < 12 ? "too_short" : "too_long";
}

/** @param {Partial<Dialled>} found @returns {Dialled} */
const answer = found => ({
  asked: "",
  dial: null,
  number: null,
  verdict: "refused",
  why: "",
  extension: null,
  ...found,
});
/** @param {string} number */
const withheld = number => answer({ dial: PREFIX + number, number, verdict: "withheld", why: "uk" });
/** @param {string} number @param {string} why */
const rungPlain = (number, why) => answer({ dial: number, number, verdict: "plain", why });
/** @param {string} why */
const refused = why => answer({ why });

/** @type {ReadonlyArray<readonly [RegExp, string]>} */
const GROUPS = [
  [/^(0800)(1111)$/, "$1 $2"],
  [/^(116|118)(\d{3})$/, "$1 $2"],
  [/^(02\d)(\d{4})(\d{4})$/, "$1 $2 $3"],
  [/^(011\d|01\d1|0[389]\d\d)(\d{3})(\d{3,4})$/, "$1 $2 $3"],
  [/^(0\d{4})(\d{5,6})$/, "$1 $2"],
];
const COUNTRY = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{1,3})/;

/** The digits of `dial`, or of `worldwide`, grouped for reading: "141 07700 900123", "+44 7700 900123". @param {string} digits @returns {string} */
export function spaced(digits) {
  if (digits.startsWith(`${PREFIX}0`)) return `${PREFIX} ${spaced(digits.slice(3))}`;
  if (digits.startsWith("+44")) return `+44 ${spaced(`0${digits.slice(3)}`).slice(1)}`;
  const abroad = /^(\+|00)(\d+)$/.exec(digits);
  if (abroad && digits.length > 3) return spacedAbroad(abroad[1], abroad[2]);
  const [pattern, groups] = GROUPS.find(([form]) => form.test(digits)) ?? ["", ""];
  return pattern ? digits.replace(pattern, groups) : digits;
}

/** @param {string} front @param {string} figures */
function spacedAbroad(front, figures) {
  const [country] = /** @type {RegExpExecArray} */ (COUNTRY.exec(figures));
  const rest = figures.slice(country.length).replace(/(\d{3})(?=\d{2})/g, "$1 ");
  return `${front}${front === "+" ? "" : " "}${country} ${rest}`.trim();
}

/** `number` as it is dialled from any country: "+447700900123". Null for a short number, which has no such form. @param {string} number */
export function worldwide(number) {
  if (number.startsWith("00") && number.length > SHORTEST_ABROAD) return `+${number.slice(2)}`;
  return UK.test(number) ? `+44${number.slice(1)}` : null;
}
