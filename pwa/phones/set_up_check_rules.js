// The set-up check each term: what is looked at, in words, and what the record says of it. It stops nobody. Pure.

/** @typedef {"installed" | "storage_kept" | "app_kept" | "camera" | "radios_off" | "no_cloud_photos" | "passcode_on" | "call_withheld" | "test_alert"} Name */
/** True is well, false is not, null is not looked at. @typedef {Record<Name, boolean | null>} Answers */
/** What was typed of a point that is not well. @typedef {Partial<Record<Name, string>>} Notes */

export const KIND = "phone.set_up_checked";
export const LONGEST_NOTE = 500;

/** What the phone finds out by itself, in words for each outcome. @type {ReadonlyArray<{name: Name, short: string, well: string, notWell: string, unknown: string}>} */
export const FOUND = [
  {
    name: "installed",
    short: "Installed",
    well: "Lanyard is installed as an app.",
    notWell: "This is a browser tab. Install Lanyard, and check it there.",
    unknown: "",
  },
  {
    name: "storage_kept",
    short: "Storage",
    well: "The browser never empties Lanyard's storage by itself.",
    notWell: "The browser may empty Lanyard's storage when the phone is full. Installing Lanyard helps.",
    unknown: "This browser does not say whether it keeps Lanyard's storage.",
  },
  {
    name: "app_kept",
    short: "Opens without a signal",
    well: "Lanyard opens without a signal.",
    notWell: "Lanyard does not open without a signal yet. Open it once more with one.",
    unknown: "",
  },
  {
    name: "camera",
    short: "Camera",
    well: "Lanyard may use the camera.",
    notWell: "There is no camera, or Lanyard may not use it. Allow it in the handset's settings.",
    unknown: "The camera has not been tried.",
  },
  {
    name: "test_alert",
    short: "Test alert",
    well: "A test alert has come to this phone.",
    notWell: "Alerts cannot come to this phone, or are turned off on it.",
    unknown: "No test alert has come to this phone lately.",
  },
];

/** What a person looks at. @type {ReadonlyArray<{name: Name, short: string, legend: string}>} */
export const ASKED = [
  { name: "radios_off", short: "Bluetooth and AirDrop", legend: "Bluetooth and AirDrop are off" },
  {
    name: "no_cloud_photos",
    short: "Cloud photos",
    legend: "No photos go into a cloud, such as iCloud or Google Photos",
  },
  { name: "passcode_on", short: "Passcode", legend: "The handset asks for its passcode" },
  {
    name: "call_withheld",
    short: "Test call",
    legend: "A test call with 141 before the number showed no number. Leave this where the phone cannot ring",
  },
];

const NAMES = [...FOUND, ...ASKED].map(({ name }) => name);

/** Before anybody looked. @returns {Answers} */
export const unlooked = () => /** @type {Answers} */ (Object.fromEntries(NAMES.map(name => [name, null])));

/** The names of the points with this answer, in words. @param {Answers} answers @param {boolean | null} wanted */
export const named = (answers, wanted) =>
  [...FOUND, ...ASKED].filter(({ name }) => answers[name] === wanted).map(({ short }) => short);

/** What is wrong with the notes, by point; empty when nothing is. @param {Notes} notes @returns {Notes} */
export function noteProblems(notes) {
  const long = Object.entries(notes).filter(([, note]) => note.length > LONGEST_NOTE);
  return Object.fromEntries(long.map(([name]) => [name, `Use at most ${LONGEST_NOTE} characters.`]));
}

/** What the record says; a note counts only where something is not well. @param {Answers} answers @param {Notes} notes */
export function bodyOf(answers, notes) {
  const kept = Object.entries(notes).filter(
    ([name, note]) => answers[/** @type {Name} */ (name)] === false && note.trim(),
  );
  return { ...answers, notes: Object.fromEntries(kept.map(([name, note]) => [name, note.trim()])) };
}
