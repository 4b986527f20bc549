// Set-up codes: read however they are typed, and the letter in doubt is named. The cases are the server's too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readCode } from "../../pwa/foundation/one_time_codes.js";
import { problemOf, shownCode } from "../../pwa/phones/code_rules.js";
import { golden } from "./golden.js";

for (const { name, typed, read, problem } of golden("set_up_codes").cases) {
  test(`a set-up code: ${name}`, () => {
    assert.equal(readCode(typed), read);
    assert.equal(problemOf(read), problem);
  });
}

test("a code is read without case, spaces and dashes", () => {
  for (const typed of ["abcd2345", "ABCD-2345", " ab cd–23 45 "]) assert.equal(readCode(typed), "ABCD2345");
});

test("a code is shown in two groups, and what is no code as it is", () => {
  assert.equal(shownCode("ABCD2345"), "ABCD-2345");
  assert.equal(shownCode("ABC"), "ABC");
});
