// The number to dial so that the caller's own is withheld, as the school's server works it out too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { dialled, isRefused, spaced, worldwide } from "../../pwa/personal_phone/dial_rules.js";
import { WHY } from "../../pwa/personal_phone/dial_words.js";
import { golden } from "./golden.js";

const CASES = golden("dial").cases;
const NEVER_PREFIXED = ["999", "112", "101", "111", "105", "119", "18000", "116123", "116000", "08001111"];
const AROUND = [
  "",
  " ",
  "141",
  "141 ",
  "+44",
  "+44 (0)",
  "0044 ",
  "#31#",
  "*67",
  "1470 ",
  "dial ",
  "tel:",
  "(",
  "141 141 ",
];

test("both languages dial alike", () => {
  for (const { name, asked, dial, verdict, why, extension = null } of CASES) {
    const found = dialled(asked);
    assert.deepEqual(
      [found.asked, found.dial, found.verdict, found.why, found.extension],
      [asked, dial, verdict, why, extension],
      name,
    );
  }
});

test("every answer has its sentence, and no sentence is for nothing", () => {
  assert.deepEqual(new Set(CASES.map(({ why }) => why)), new Set(Object.keys(WHY)));
});

test("an emergency number or a helpline is never refused and never prefixed", () => {
  for (const number of NEVER_PREFIXED)
    for (const before of AROUND)
      for (const after of ["", " ", "!", ".", ")", " please"]) {
        const { dial, verdict } = dialled(`${before}${number}${after}`);
        assert.deepEqual([dial, verdict], [number, "plain"], `${before}${number}${after}`);
      }
});

test("what is dialled, dialled again, stays the same", () => {
  for (const { dial } of CASES.filter(({ dial }) => dial)) assert.equal(dialled(dial).dial, dial);
});

test("what is dialled is the number asked for, 141 in front of it once", () => {
  for (const { asked } of CASES) {
    const { dial, number, verdict } = dialled(asked);
    if (verdict === "refused") assert.deepEqual([dial, number], [null, null], asked);
    else if (verdict === "plain") assert.equal(dial, number, asked);
    else assert.deepEqual([dial, /^0/.test(/** @type {string} */ (number))], [`141${number}`, true], asked);
  }
});

test("digits are grouped as people read them, and none is lost", () => {
  const read = {
    14107700900123: "141 07700 900123",
    14101414960123: "141 0141 496 0123",
    14102079460123: "141 020 7946 0123",
    1410033199001234: "141 00 33 199 001 234",
    1410012125550123: "141 00 1 212 555 0123",
    "08001111": "0800 1111",
    116123: "116 123",
    999: "999",
    "+447700900123": "+44 7700 900123",
    "+353209123456": "+353 209 123 456",
  };
  for (const [dial, words] of Object.entries(read)) assert.equal(spaced(dial), words);
  for (const { dial } of CASES.filter(({ dial }) => dial)) assert.equal(spaced(dial).replaceAll(" ", ""), dial);
});

test("from abroad a number is dialled with its country's code, and a short one has no such form", () => {
  const forms = {
    "07700900123": "+447700900123",
    "0033199001234": "+33199001234",
    999: null,
    "08001111": null,
    116123: null,
  };
  for (const [number, form] of Object.entries(forms)) assert.equal(worldwide(number), form);
});

test("half an emoji, or a page of text, is refused like any other", () => {
  assert.equal(isRefused(dialled("\ud83d")), true);
  assert.equal(dialled("07700 900123 ".repeat(10_000)).why, "too_long");
});
