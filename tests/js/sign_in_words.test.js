// What the sign-in screen says when somebody is not let in.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AuthorStore } from "../../pwa/accounts/author_store.js";
import { problemOf } from "../../pwa/accounts/sign_in_words.js";
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
  const outcome = await new AuthorStore(local, async () => jsonAnswer(answer)).signIn("a@b.example", "x");
  assert.deepEqual(outcome, { author: { id: "p", name: "Priya Shah" }, hasEndedPassword: true });
  assert.deepEqual(kept, [["author", "p", true]]);
});
