// What the sign-in screen says when somebody is not let in.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AuthorStore } from "../../pwa/accounts/author_store.js";
import { codeProblemOf, problemOf } from "../../pwa/accounts/sign_in_words.js";
import { join, signIn } from "../../pwa/accounts/signing_in.js";
import { jsonAnswer } from "./school.js";

const NOW = new Date(2026, 10, 21, 10, 26, 30).getTime();
const refused = more => ({
  answered: true,
  ok: false,
  status: 429,
  json: {},
  code: "",
  retry_after_seconds: null,
  ...more,
});

test("too many wrong passwords name the time at which to try again", () => {
  const said = problemOf(refused({ code: "accounts.too_many_tries", retry_after_seconds: 900 }), NOW);
  assert.match(said, /^Too many wrong passwords\. Try again at 10:42, or ask the office to reset it\./);
});

test("too many wrong passwords without a time wait a quarter of an hour", () => {
  assert.match(problemOf(refused({ code: "accounts.too_many_tries" }), NOW), /at 10:42/);
});

test("no answer, a wrong password and a fault are told apart", () => {
  const said = [{ answered: false }, { code: "accounts.sign_in_refused" }, { code: "server.failed" }].map(more =>
    problemOf(refused(more), NOW),
  );
  assert.equal(new Set(said).size, 3);
});

test("a password that has ended still signs in, and is told of", async () => {
  const kept = [];
  const local = { write: async (name, author) => kept.push([name, author.id, Number.isInteger(author.since)]) };
  const answer = { staff: { id: "p", name: "Priya Shah" }, password_ended: true };
  const fetch = async () => jsonAnswer(answer);
  const outcome = await signIn({ fetch, authors: new AuthorStore(local, fetch) }, "a@b.example", "x");
  assert.deepEqual(outcome, { author: { id: "p", name: "Priya Shah" }, hasEndedPassword: true });
  assert.deepEqual(kept, [["author", "p", true]]);
});

test("a code for a trip signs its owner in; refused, it keeps nobody", async () => {
  const kept = [];
  const asked = [];
  const authors = { keep: async author => kept.push(author) };
  const answers = [
    jsonAnswer({ staff: { id: "s", name: "Ms Cover" } }),
    jsonAnswer({ code: "accounts.code_refused" }, 401),
  ];
  const fetch = async (url, { body }) => {
    asked.push([url, JSON.parse(body)]);
    return answers.shift();
  };
  assert.equal((await join({ fetch, authors }, "ABCD2345")).author.name, "Ms Cover");
  assert.equal("refused" in (await join({ fetch, authors }, "ABCD2346")), true);
  assert.deepEqual(asked[0], ["/api/join", { code: "ABCD2345" }]);
  assert.deepEqual(kept, [{ id: "s", name: "Ms Cover" }]);
});

test("what is wrong with a code for a trip is told apart", () => {
  const said = [
    { answered: false },
    { code: "accounts.code_refused" },
    { code: "accounts.too_many_tries", retry_after_seconds: 60 },
    { code: "access.phone_unknown" },
    { code: "server.failed" },
  ].map(more => codeProblemOf(refused(more), NOW));
  assert.equal(new Set(said).size, 5);
  assert.match(said[2], /Too many wrong codes\. Try again at 10:28\./);
});
