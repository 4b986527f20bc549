// What a draft is called, by its form: what each form writes, in full and where it is plain which is meant. Those of the forms
// that come with the rest are in `later_words.js`.

/** @typedef {{full: string, short: string}} Thing */

const REPORT = { full: "report", short: "report" };
/** @type {Record<string, Thing>} */
export const THINGS = { report: REPORT };

/** @param {string} [form] its name; a later version's form is one this one does not know @returns {Thing} */
export const thingOf = (form = "report") => THINGS[form] ?? REPORT;

/** Whether a screen is a form that holds a draft. @param {string} screen the first word of its address */
export const isForm = screen => screen in THINGS;
