// What the forms of a phone make: which one a record is of is in its id, and how grave it is in its words, so that
// neither takes anything of the chance that decides the rest of a world.

const CATEGORIES = [
  ...["injury", "injury", "injury", "injury", "injury", "injury", "behaviour", "behaviour"],
  ...["near_miss", "illness", "missing_pupil", "safeguarding", "safeguarding", "lost_phone", null, null],
];
const SEVERITIES = [
  ...[null, null, null, null, null, null, "minor", "minor"],
  ...["minor", "minor", "moderate", "moderate", "serious", "serious", "critical", "critical"],
];
const LONGEST_WORDS = 100;
const [CALL, CHECK, NO] = ["048c", "e", "f"];

/**
 * The kind of a record and its body. A draft that is filed in several places is of one kind.
 * @param {string} id @param {{at: string, text: string, mark: string}} said `mark` is sixteen and more letters of chance
 * @returns {{kind: string, body: object, isWhole: boolean}} whether the whole text is in it
 */
export function formOf(id, { at, text, mark }) {
  if (CALL.includes(id[0]))
    return { kind: "personal_phone.used", body: { opened_at: at, what_was_said: text }, isWhole: true };
  if (CHECK.includes(id[0])) return { kind: "consent.checked", body: checkOf(at, text, mark), isWhole: false };
  if (NO.includes(id[0])) return { kind: "consent.changed_on_the_day", body: noOf(at, text), isWhole: false };
  const body = { started_at: at, happened_at: at, what_happened: text };
  const category = CATEGORIES[digit(mark, 0)];
  const severity = SEVERITIES[digit(mark, 1)];
  return { kind: "incident.reported", body: { ...body, category, severity }, isWhole: true };
}

const digit = (mark, at) => Number.parseInt(mark[at], 16);

/** Nobody of this world is on a list: whether it stopped or went on, somebody has to look at it. */
function checkOf(checked_at, text, mark) {
  const outcome = digit(mark, 0) < 8 ? "stop" : "go";
  const asked = { purpose: "display", justification: text.slice(0, LONGEST_WORDS), medium: "photo" };
  return { ...asked, list_as_at: null, pupils: ["00000000"], out: [], outcome, way: "check_only", checked_at };
}

const noOf = (changed_at, text) => ({
  pupil: "00000000",
  change: "said_no_today",
  changed_at,
  words: text.slice(0, LONGEST_WORDS),
});
