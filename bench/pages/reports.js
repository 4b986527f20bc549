// The reports that every way of keeping and sending gets: about 1.3 kB of JSON each, in invented words.
const WORDS = `gravel moat drawbridge tower keep gate path steps meadow stream coach bench jetty wall ladder rope picnic
shelter grazed bumped slipped tripped scraped bruised twisted stung nudged startled rinsed cleaned covered plastered
rested carefully calmly slowly gently again afterwards before while because although near behind under beside towards
knee elbow shin wrist ankle forehead finger cheek shoulder thumb left right upper lower small shallow red sore water
juice sandwich jacket torch map whistle blanket bandage sling compress thermometer notebook minutes`.split(/\s+/);
const LETTERS = 820;
const ACTOR = { staff: "3f1c7a52-9d0e-4a57-8f43-0d5b8f1f8f10", how: "session", typed_name: null, unlocked_by: null };

function words() {
  let text = "";
  while (text.length < LETTERS) text += `${WORDS[Math.floor(Math.random() * WORDS.length)]} `;
  return text;
}

/** A finished report, as the form hands it to `fileRecord`. @param {string | null} trip */
export function report(trip) {
  const now = new Date().toISOString();
  const body = {
    started_at: now,
    category: "injury",
    severity: "minor",
    place: "Moat path, by the south gate",
    what_happened: words(),
    what_was_done: "Cleaned and plastered. Walking on happily.",
    follow_up_needed: false,
  };
  return { id: crypto.randomUUID(), kind: "incident.reported", v: 1, trip, body, actor: ACTOR };
}

/** That many of them. @param {number} count @param {string | null} [trip] */
export const reports = (count, trip = null) => Array.from({ length: count }, () => report(trip));
