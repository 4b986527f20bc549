// "Why?" of a stop or a warning: the school's own words for the setting behind it, as this phone has them; and where it has none,
// the product's one line of what the setting does. Pure.
import declared from "../../server/policy/why_on_phones.json" with { type: "json" };

/** @typedef {keyof typeof declared} Code the code of a setting that stops or warns on a phone */
/** What words come with: the school card, or today's list. `policy_words` is {code: [sentence, clause]}. @typedef {{policy?: number, policy_words?: Record<string, string[]>} | null | undefined} From */
/** `version` 0: this phone has heard of none. `isOwn`: the school wrote or chose it. @typedef {{label: string, does: string, sentence: string, clause: string, isOwn: boolean, version: number}} Why */

/** @param {Code} code @param {From} from @returns {Why} */
export function whyOf(code, from) {
  const { label, does } = declared[code];
  const version = from?.policy ?? 0;
  // Words of no version would quote nothing that anybody can look up.
  const words = version > 0 ? from?.policy_words?.[code] : undefined;
  const [sentence = "", clause = ""] = words ?? [];
  return { label, does, sentence, clause, isOwn: words !== undefined, version };
}

/** "“…” (6.2)"; "" where the school wrote nothing. @param {Why} why */
export const quoted = ({ sentence, clause }) =>
  [sentence && `“${sentence}”`, clause && `(${clause})`].filter(Boolean).join(" ");

/** Which version says so. @param {Why} why */
export function versionInWords({ isOwn, sentence, clause, version }) {
  if (!isOwn) return version > 0 ? `The usual setting, also in version ${version} of the school's policy.` : USUAL;
  const end = `version ${version} of the school's policy, the one this phone goes by.`;
  return sentence || clause ? `From ${end}` : `The school chose so, and wrote nothing about it: ${end}`;
}

const USUAL = "The usual setting. This phone has heard of no policy of the school's own.";
