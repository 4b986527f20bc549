// Before we go: what is well, what is not, and what the record says of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allPoints,
  answerProblems,
  answersIn,
  factPoints,
  found,
  reasonProblem,
} from "../../pwa/trips/departure_rules.js";

const OPENS = Date.parse("2027-01-14T18:00:00Z");
const NOW = OPENS + 14 * 3_600_000;
const AS_AT = "2027-01-15T07:40:00.000Z";
const ANSWERS = { inHand: "yes", charge: "96" };
const FACTS = {
  list: { pack: { trip: "castle", as_at: AS_AT }, checked_at: NOW - 60_000 },
  people: [
    { name: "Priya Shah", opens: true },
    { name: "Tom Hargreave", opens: true },
    { name: "Idris Bell", opens: false },
  ],
  card: null,
  window: { trip: { id: "castle", rings: true }, opens: OPENS, closes: OPENS + 60 * 3_600_000, late: 0 },
  now: NOW,
};

/** The names of what is not well. */
const notWell = (answers, facts) =>
  allPoints({ ...ANSWERS, ...answers }, { ...FACTS, ...facts })
    .filter(({ isWell }) => !isWell)
    .map(({ name }) => name);

test("a phone in the hand, charged, with its list and two people is ready", () => {
  assert.deepEqual(notWell({}, {}), []);
  const body = { in_hand: true, charge: 96, list_as_at: AS_AT, openers: 2, rings: true };
  assert.deepEqual(found(ANSWERS, FACTS, "not asked for"), { kind: "departure.checked", body });
});

test("each point can be the one that is not well", () => {
  const [priya, , idris] = FACTS.people;
  assert.deepEqual(notWell({ inHand: "no" }, {}), ["in_hand"]);
  assert.deepEqual(notWell({ charge: "79" }, {}), ["charge"]);
  assert.deepEqual(notWell({ charge: "80" }, {}), []);
  assert.deepEqual(notWell({}, { list: null }), ["list"]);
  assert.deepEqual(notWell({}, { list: { ...FACTS.list, checked_at: OPENS - 1 } }), ["list"]);
  assert.deepEqual(notWell({}, { list: { ...FACTS.list, pack: { trip: "another", as_at: AS_AT } } }), ["list"]);
  assert.deepEqual(notWell({}, { people: [priya, idris] }), ["people"]);
  assert.deepEqual(notWell({}, { window: { ...FACTS.window, trip: { id: "castle" } } }), ["rings"]);
});

test("how many more have to open it is said in words", () => {
  const words = people => allPoints(ANSWERS, { ...FACTS, people }).find(({ name }) => name === "people")?.words;
  assert.match(words([]), /^Nobody can .* 2 more people should/);
  assert.match(words([FACTS.people[0]]), /^Priya Shah can .* 1 more person should/);
  assert.match(words(FACTS.people), /^Priya Shah and Tom Hargreave can open it without a signal\.$/);
});

test("a list of another trip is not told of as this one's", () => {
  const facts = { ...FACTS, list: { ...FACTS.list, pack: { trip: "another", as_at: AS_AT } } };
  const { kind, body } = found(ANSWERS, facts, "  The coach is here. ");
  assert.equal(kind, "departure.forced");
  assert.deepEqual([body.list_as_at, body.not_well, body.why], [null, ["list"], "The coach is here."]);
});

test("what cannot be read is said by its field", () => {
  assert.deepEqual(answerProblems(ANSWERS), {});
  for (const charge of ["", "101", "9.5", "-1", "full"])
    assert.ok(answerProblems({ ...ANSWERS, charge }).charge, charge);
  assert.ok(answerProblems({ inHand: null, charge: "5" }).inHand);
});

test("going anyway needs a reason, and not a book", () => {
  assert.match(reasonProblem(" "), /^Say why/);
  assert.match(reasonProblem("x".repeat(501)), /500/);
  assert.equal(reasonProblem("The coach is here."), "");
});

const noted = (percent, at, by = "Site manager") => ({ ...FACTS, card: { charge: { percent, noted_at: at, by } } });
const chargeOf = points => points.filter(({ name }) => name === "charge");
const AN_HOUR_AGO = new Date(NOW - 3_600_000).toISOString();
const YESTERDAY = new Date(NOW - 26 * 3_600_000).toISOString();

test("what the school noted today stands in place of the question, and is what the record says", () => {
  const facts = noted(81, AN_HOUR_AGO);
  const answers = answersIn({ inHand: "yes", charge: null }, facts);
  assert.deepEqual(answerProblems(answers), {});
  const [point, ...more] = chargeOf(allPoints(answers, facts));
  assert.equal(more.length, 0);
  assert.match(point.words, /^Charged 81%, noted \d\d:00 by the site manager\.$/);
  assert.equal(point.isWell, true);
  assert.equal(found(answers, facts, "").body.charge, 81);
});

test("a low note is not well, and says so before anybody answered", () => {
  const [point] = chargeOf(factPoints(noted(79, AN_HOUR_AGO, "EVC")));
  assert.equal(point.isWell, false);
  assert.match(point.words, /by the EVC, less than 80%/);
});

test("an older note is not well, and the person is asked as without one", () => {
  const facts = noted(100, YESTERDAY);
  const [point] = chargeOf(factPoints(facts));
  assert.equal(point.isWell, false);
  assert.match(point.words, /: not of today\.$/);
  const unasked = answersIn({ inHand: "yes", charge: null }, facts);
  assert.ok(answerProblems(unasked).charge);
  const [answered, ...more] = chargeOf(allPoints({ ...unasked, charge: "92" }, facts));
  assert.deepEqual([answered.words, more.length], ["Charged 92%.", 0]);
});

test("who sees another number than the school noted is believed", () => {
  const facts = noted(81, AN_HOUR_AGO);
  const answers = answersIn({ inHand: "yes", charge: "40" }, facts);
  assert.equal(chargeOf(allPoints(answers, facts))[0].isWell, false);
  assert.deepEqual([found(answers, facts, "x").kind, found(answers, facts, "x").body.charge], ["departure.forced", 40]);
});
