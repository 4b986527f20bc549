// Before we go: what is well, what is not, and what the record says of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { allPoints, answerProblems, found, reasonProblem } from "../../pwa/trips/departure_rules.js";

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
