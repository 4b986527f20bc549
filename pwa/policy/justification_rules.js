// What an override needs, wherever the policy allows one: a reason in the person's own words, which the headteacher reads (R55). Pure.

export const LONGEST_JUSTIFICATION = 500;

/** What is wrong with it; "" when nothing is. @param {string} reason @param {string} asked what to say, as the sentence begins */
export function justificationProblem(reason, asked) {
  if (!reason.trim()) return `${asked}: the headteacher reads it.`;
  return reason.length > LONGEST_JUSTIFICATION ? `Use at most ${LONGEST_JUSTIFICATION} characters.` : "";
}
