// One-time codes as people type them: whatever the case and the dashes.

// Everything but letters and numbers, and the long sign of a Japanese keyboard, which looks like a dash.
const BETWEEN = /[^\p{L}\p{N}]|ー/gu;

/** The code in what was typed or pasted, which may be the whole address on the card. @param {string} typed */
export const readCode = typed => (typed.normalize("NFKC").split("/").pop() ?? "").toUpperCase().replace(BETWEEN, "");
