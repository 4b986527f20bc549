// The whole account, once faults have stopped: what was filed against what the school has, its second copy, its audit
// log, what its office is shown as missing, and what its log says.
import { isDeepStrictEqual } from "node:util";
import { wellFormed } from "../../pwa/foundation/bytes.js";
import { ERASED, TAKEN } from "../../pwa/photos/photo_rules.js";
import { Agreements } from "./agreements.js";
import { alertsOf, closedIn, doublesAmong, phonesBack } from "./office_truth.js";
import { hold } from "./violation.js";

// Nobody's photo is allowed here: each check stopped, or should have.
const EXCEPTIONS = ["consent.checked", "consent.changed_on_the_day"];
// What the office writes comes from no phone.
const OFFICE = { id: "" };
const NONE_AGREED = new Agreements();

const keyOf = ({ type, id, digest }) => `${type} ${id} ${digest}`;

export async function finalCheck(world) {
  const [facts] = await world.ask({ do: "facts" });
  const here = new Map();
  for (const row of facts.rows) {
    hold(!here.has(keyOf(row)), "I2", () => `${row.id} is at school twice with the same bytes`);
    here.set(keyOf(row), row);
  }
  for (const row of facts.rows) storedAsFiled(world, row);
  forgetsWhatItLost(world, here);
  const lost = [...world.taken].filter(([key]) => !here.has(key)).map(([, item]) => item);
  for (const item of lost) hasReason(world, item, facts);
  gapsAreTrue(world, lost, facts);
  boardsAreTrue(world, here, facts);
  phonesAreTrue(world, here, facts);
  waitingIsTrue(world, facts);
  textsAreTrue(world, here);
  copyAndAudit(world, facts);
}

/** Nothing is at school that no phone ever kept, and nothing in other bytes or under another number. */
function storedAsFiled(world, row) {
  const item = world.taken.get(keyOf(row));
  hold(item, "I4", () => `${row.type} ${row.id} is at school, and nobody filed those bytes`);
  hold(row.stored === row.digest, "I3", () => `the school keeps other bytes for ${row.id}`);
  const isSame = row.chain === item.chain && row.seq === item.seq && row.kid === item.kid;
  hold(isSame, "I3", () => `${row.id} has another label at school`);
  hold(row.state !== "waiting", "I7", () => `${row.id} was never opened`);
}

/** What the office wrote is nowhere else: it goes where the second copy does not have it either, and nobody can miss it. */
function forgetsWhatItLost({ taken, office, restores }, here) {
  for (const { key, incident } of office.written) {
    if (here.has(key)) continue;
    const lostACopy = restores.some(copy => copy !== "kept");
    hold(lostACopy, "I1", () => `what the office wrote of ${incident} is lost`);
    taken.delete(key);
  }
}

/** Whatever is not at school cannot be read on its phone, or went with the second copy after it was truly settled. */
function hasReason(world, item, { announced }) {
  const key = `${item.type},${item.id}`;
  const holders = world.phones.filter(({ disk }) => disk.rows.envelope.get(key)?.digest === item.digest);
  const isReadable = ({ disk }) => disk.rows.body.has(key) && !disk.unreadable.has(key);
  hold(!holders.some(isReadable), "I7", () => `${item.id} did not arrive within four rounds`);
  const isNamed = announced.some(([type, id, digest]) => keyOf(item) === keyOf({ type, id, digest }));
  hold(isNamed, "I1", () => `${item.id} is lost, and nobody told the school of it`);
  if (holders.some(({ disk }) => disk.unreadable.has(key))) return;
  const lostACopy = world.restores.some(copy => copy !== "kept");
  hold(lostACopy, "I1", () => `${item.id} is neither at school nor on a phone`);
  for (const { name, disk } of holders) {
    hold(disk.rows.envelope.get(key).state === "lost", "I1", () => `${name} does not say that ${item.id} is lost`);
  }
}

/** The office is shown exactly what has not arrived. */
function gapsAreTrue(world, lost, { missing }) {
  const owner = item => world.phones.find(({ disk }) => disk.rows.meta.has(item.chain))?.id;
  const shown = new Set(missing.map(({ phone, seq }) => `${phone} ${seq}`));
  const truly = new Set(lost.map(item => `${owner(item)} ${item.seq}`));
  for (const item of lost)
    hold(shown.has(`${owner(item)} ${item.seq}`), "gaps", () => `nobody is shown that ${item.id} is lost`);
  for (const gap of shown) hold(truly.has(gap), "gaps", () => `the office misses ${gap}, which nobody lost`);
}

/**
 * The boards of the trip and of none count what phones truly kept, what of it is here, what is not, and what is held: in
 * all and by phone; among what came the incidents, the photos, the calls on own phones and the checks before photos; and
 * what of it the office has not dealt with.
 */
function boardsAreTrue(world, here, { boards, rows }) {
  const alerts = alertsOf(world, rows);
  const closed = closedIn(world, rows, among(rows, "incident.reported"));
  const exceptions = EXCEPTIONS.flatMap(kind => among(rows, kind));
  for (const [place, board] of Object.entries(boards)) {
    const isOf = ({ trip }) => (trip === world.about.trip) === (place === "trip");
    const filed = [...world.taken].filter(([, item]) => isOf(item));
    const agreed = place === "trip" ? world.agreements : NONE_AGREED;
    const incidents = among(rows, "incident.reported").filter(isOf);
    const truth = {
      ...counted(filed, here),
      held: rows.filter(row => isOf(row) && row.state === "held").length,
      incidents: incidents.length,
      incidents_open: incidents.filter(({ id }) => !closed.has(id)).length,
      alerts_open: alerts.open(isOf),
      doubles: place === "trip" ? doublesAmong(world, incidents) : 0,
      consent_exceptions: place === "trip" ? exceptions.filter(isOf).length : 0,
      ...photosOf(rows, isOf),
      ...callsOf(among(rows, "personal_phone.used").filter(isOf), agreed),
      by_phone: byPhone(world, filed, here),
    };
    const said = () => `the board of ${place} says ${JSON.stringify(board)}; true is ${JSON.stringify(truth)}`;
    hold(isDeepStrictEqual(board, truth), "board", said);
  }
}

/** The photos that a record tells of; those whose bytes came; those of which a phone then said that they are gone. */
function photosOf(rows, isOf) {
  const bytes = new Set(rows.filter(({ type, state }) => type === "blob" && state === "opened").map(({ id }) => id));
  const gone = new Set(among(rows, ERASED).map(({ erased }) => erased));
  const taken = among(rows, TAKEN)
    .filter(isOf)
    .flatMap(({ photos }) => photos);
  const atSchool = taken.filter(id => bytes.has(id));
  return {
    photos_taken: taken.length,
    photos_at_school: atSchool.length,
    photos_off_phone: atSchool.filter(id => gone.has(id)).length,
  };
}

/** The calls on own phones, and how many of them nobody agreed to. */
function callsOf(calls, agreed) {
  return {
    uses: calls.length,
    agreements: agreed.inForce.size,
    uses_without_agreement: calls.filter(({ staff }) => !agreed.cover(staff)).length,
  };
}

/** All phones are on the trip, and those back are; what waits on all is what waits on each. */
function phonesAreTrue(world, here, { all_phones: said, waiting }) {
  const [least, most] = phonesBack(world, here);
  hold(said.phones === world.about.phones.length, "board", () => `the board names ${said.phones} phones`);
  const isTrue = said.phones_back >= least && said.phones_back <= most;
  hold(isTrue, "board", () => `${said.phones_back} phones are back, says the board; true is ${least} to ${most}`);
  const all = Object.values(waiting).reduce((sum, one) => sum + one, 0);
  hold(said.waiting === all, "board", () => `${said.waiting} wait, says the board, and ${all} on its phones`);
}

/** Of each phone the office is shown that as much waits on it as it told last. */
function waitingIsTrue({ phones, told }, { waiting }) {
  for (const { name, id } of phones) {
    const words = () => `${waiting[id]} wait on ${name}, says the board; it told of ${[...told.of(id)].join(" or ")}`;
    hold(told.of(id).has(waiting[id]), "board", words);
  }
}

function counted(filed, here) {
  const arrived = filed.filter(([key]) => here.has(key)).length;
  return { announced: filed.length, arrived, missing: filed.length - arrived };
}

/** What was opened, and what is held for its trip alone, of one kind; a second content under one id is none. */
function among(rows, asked) {
  const isRead = ({ kind, state, reason }) => kind === asked && (state === "opened" || reason === "trip.unknown");
  const first = new Map();
  for (const row of rows.filter(isRead)) if (!first.has(row.id)) first.set(row.id, row);
  return [...first.values()];
}

/** Of each phone, and of the office: what it kept, what of it is here, what is not. */
function byPhone({ phones }, filed, here) {
  const theirs = [...phones, OFFICE].map(({ id }) => [id, filed.filter(([, { phone }]) => phone === id)]);
  const kept = theirs.filter(([, items]) => items.length > 0);
  const numbers = ({ announced, arrived, missing }) => [announced, arrived, missing];
  return Object.fromEntries(kept.map(([id, items]) => [id, numbers(counted(items, here))]));
}

/** What can be read reads as it was written, and is opened where nothing stands against it. */
function textsAreTrue(world, here) {
  for (const { text, signer, ...claim } of world.phones.flatMap(({ claims }) => claims)) {
    const row = here.get(keyOf(claim));
    if (text === null || !row) continue;
    hold(row.text === wellFormed(text), "I3", () => `${claim.id} reads otherwise at school`);
    const mayBeHeld = ["versions.two", "trip.unknown"].includes(row.reason);
    hold(row.state === "opened" || mayBeHeld, "I3", () => `${claim.id} is held: ${row.reason}`);
    signedByItsWriter(world, row, signer);
  }
}

/** Whoever had the phone open signed it, and nobody else; a database put back may not know their key any more. */
function signedByItsWriter({ restores }, { id, signed_by }, signer) {
  const isForgotten = signed_by === null && restores.length > 0;
  hold(
    signed_by === signer || isForgotten,
    "I10",
    () => `${id} is ${signed_by}'s at school, and was signed by ${signer}`,
  );
}

function copyAndAudit(world, { rows, copied, settled_n, audit, uncovered, log }) {
  const copies = new Set(copied.map(parts => parts.join(" ")));
  const isWhole = !world.restores.includes("gone");
  for (const row of rows) hold(!isWhole || copies.has(keyOf(row)), "copy", () => `${row.id} is not in the second copy`);
  hold(settled_n === (rows.at(-1)?.n ?? 0), "copy", () => `only ${settled_n} of ${rows.length} are settled`);
  // A database put back may lack entries that no arrival stands for; then the log rightly says what a phone carried away.
  const isForRestore = world.restores.length > 0 && audit?.includes("carried away");
  hold(audit === null || isForRestore, "I8", () => `the audit log does not hold: ${audit}`);
  hold(uncovered.length === 0, "I8", () => `the audit log names arrivals wrongly: ${uncovered.join("; ")}`);
  hold(!log.some(line => line.includes("CANARY")), "I9", () => "the log holds what somebody wrote");
}
