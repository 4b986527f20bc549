// What to do at once for the kinds of incident where a report is not the first thing: steps and whom to ring.
// Nude images follow the UKCIS guidance for education settings (March 2024).

/** @typedef {import("../policy/contacts_rules.js").Role} Role */
/** @typedef {{title: string, steps: string[], roles: Role[]}} Guidance */

/** @type {Record<string, Guidance>} */
const GUIDANCE = {
  missing_pupil: {
    title: "Do this first",
    steps: [
      "Count again and look where the pupil was last seen.",
      "Ring 999 if the pupil is not found at once, or may be in danger.",
      "Ring the base contact. Keep the other pupils together.",
    ],
    roles: ["base_contact", "dsl"],
  },
  safeguarding: {
    title: "Ring the DSL now, then write it down",
    steps: [
      "If a child is in danger now, call 999.",
      "Write the child's own words. Do not question the child, and do not promise to keep it secret.",
    ],
    roles: ["dsl", "deputy_dsl"],
  },
  nude_image: {
    title: "Do not look at it",
    steps: [
      "Do not look, copy, print, share, save or delete. That can be a crime, also for staff.",
      "If you have seen it by accident, stop, and say so to the DSL.",
      "Take the device, switch it off, keep it with you.",
      "Tell the DSL now. Do not ask the child to show, send or delete anything, and do not blame the child.",
      "Write only what you were told and what you did. No picture goes with this report.",
    ],
    roles: ["dsl", "deputy_dsl"],
  },
};

/** Adds what comes with the rest. @param {Record<string, Guidance>} more */
export const learn = more => Object.assign(GUIDANCE, more);

/** @type {Guidance} */
const GRAVE = {
  title: "Ring first, write later",
  steps: ["Call 999 if anyone's life or safety is at risk.", "Then ring the base contact."],
  roles: ["base_contact", "office"],
};

/**
 * The steps for a category, or about the headteacher; a serious or critical report of any other kind gets the general ones.
 * @param {string | null} category @param {string | null} severity @returns {Guidance | null}
 */
export function guidanceFor(category, severity) {
  const own = category === null ? undefined : GUIDANCE[category];
  if (own) return own;
  return severity === "serious" || severity === "critical" ? GRAVE : null;
}
