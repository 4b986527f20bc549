// What to do at once for the kinds of incident where a report is not the first thing: steps and whom to ring.
// Nude images follow the UKCIS guidance for education settings (March 2024); allegations follow KCSIE part four.

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
  online_safety: {
    title: "Tell the DSL today",
    steps: ["Keep the device as it is. Write down the site, app or name you saw. Do not copy pictures."],
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
  allegation: {
    title: "Ring the headteacher, then write it down",
    steps: [
      "Keep the children safe, and do not discuss it with the person concerned.",
      "If it is about the headteacher, do not write it here. Ring the chair of governors, or the LADO at the local authority.",
    ],
    roles: ["headteacher", "chair", "lado"],
  },
  lost_phone: {
    title: "Ring the office, so that the phone can be stopped",
    steps: ["Say which phone it is and where it was last seen."],
    roles: ["office", "base_contact"],
  },
  data_breach: {
    title: "Tell the office today",
    steps: ["Say what was lost or seen, by whom, and since when. The school has 72 hours to act."],
    roles: ["office"],
  },
};

/** @type {Guidance} */
const GRAVE = {
  title: "Ring first, write later",
  steps: ["Call 999 if anyone's life or safety is at risk.", "Then ring the base contact."],
  roles: ["base_contact", "office"],
};

/**
 * The steps for a category; a serious or critical report of any other kind gets the general ones.
 * @param {string | null} category @param {string | null} severity @returns {Guidance | null}
 */
export function guidanceFor(category, severity) {
  const own = category === null ? undefined : GUIDANCE[category];
  if (own) return own;
  return severity === "serious" || severity === "critical" ? GRAVE : null;
}
