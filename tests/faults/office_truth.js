// What the boards must say of what the office did: alerts, incidents that are over, reports of one event, phones back.
import { Alerts } from "./alerts.js";
import { hold } from "./violation.js";

const MINUTE = 60_000;
const SAME_CATEGORY_WITHIN = 10 * MINUTE;
const LAST_AFTERNOON = 15;

/** Every alert that what came called for, with what was done about each. */
export function alertsOf({ office }, rows) {
  const alerts = new Alerts();
  let left = rows;
  const hearAll = isHeard => {
    for (const row of left.filter(isHeard)) alerts.hear(row);
    left = left.filter(row => !isHeard(row));
  };
  for (const answer of office.known.answers) {
    hearAll(({ n }) => n <= answer.last && !answer.waiting.includes(n));
    hold(alerts.answer(answer), "alerts", () => `somebody was told of ${answer.kind} for nothing`);
  }
  hearAll(() => true);
  return alerts;
}

/**
 * The incidents whose closing is at school, and came after the report and every follow-up: after a database went back in
 * time, what somebody wrote before may come from the second copy behind a closing whose writer could not see it.
 * @returns {Set<string>}
 */
export function closedIn({ office }, rows, reports) {
  const came = new Map(rows.map(row => [`${row.type} ${row.id} ${row.digest}`, row.n]));
  const reported = new Map(reports.map(({ id, n }) => [id, n]));
  const lastOf = (incident, kind) =>
    Math.max(0, ...office.written.map(one => (isOf(one, incident, kind) ? (came.get(one.key) ?? 0) : 0)));
  const isOf = (one, incident, kind) => one.incident === incident && one.kind === kind;
  const isClosed = incident =>
    lastOf(incident, "incident.closed") >
    Math.max(lastOf(incident, "incident.followed_up"), reported.get(incident) ?? 0);
  return new Set(office.written.map(({ incident }) => incident).filter(isClosed));
}

/** How many two of these incidents may be of one event: of one kind, within ten minutes, by two phones or people. */
export function doublesAmong({ office }, incidents) {
  const may = (one, other) =>
    one.category !== null &&
    one.category === other.category &&
    Math.abs(Date.parse(one.happened_at) - Date.parse(other.happened_at)) <= SAME_CATEGORY_WITHIN &&
    (one.phone !== other.phone || (one.staff && other.staff && one.staff !== other.staff)) &&
    !office.known.decided.includes([one.id, other.id].sort().join(" "));
  return incidents.flatMap((one, at) => incidents.slice(at + 1).filter(other => may(one, other))).length;
}

/** Between how many and how many phones are at school again: a server that died may have heard one or not. */
export function phonesBack(world, rows) {
  const may = world.about.phones.map(({ id }) => mayBeBack(world, id, rows));
  return [may.filter(([least]) => least).length, may.filter(([, most]) => most).length];
}

/** By its loan; where nobody noted one, by when it was heard of, with nothing of the trip left on it. */
function mayBeBack({ office, told, about, schoolTime, taken }, phone, here) {
  const loan = office.known.loans.get(phone);
  if (loan) return [loan === "back", loan === "back"];
  const isOver = new Date(schoolTime).toISOString().slice(0, 10) > about.starts_on;
  const since = Date.parse(`${about.starts_on}T00:00:00Z`) + LAST_AFTERNOON * 60 * MINUTE;
  const isOwed = [...taken].some(([key, item]) => item.phone === phone && item.trip === about.trip && !here.has(key));
  const isBack = at => isOver && !isOwed && at !== null && at >= since;
  const every = [...told.heardOf(phone)].map(isBack);
  return [every.every(Boolean), every.some(Boolean)];
}
