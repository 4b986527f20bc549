// Abroad: what leads the list of whom to ring, and UK numbers as they are dialled from there.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  contactsFor,
  emergencyNumber,
  fromAnywhere,
  goesAbroad,
  isAbroad,
  telephoneLink,
} from "../../pwa/policy/contacts_rules.js";

const contacts = [{ role: "office", title: "School office", name: "", number: "01632 960100" }];
const rung = card => contactsFor({ contacts, ...card }, ["office"])[0].number;

test("a UK number is dialled from anywhere with +44, and nothing else changes", () => {
  const forms = [
    ["01632 960100", "+44 1632 960100"],
    ["07700 900201", "+44 7700 900201"],
    ["020 7946 0000", "+44 20 7946 0000"],
    ["+44 1632 960100", "+44 1632 960100"],
    ["0033 1 99 00 12 34", "0033 1 99 00 12 34"],
    ["0800 1111", "0800 1111"],
    ["999", "999"],
    ["101", "101"],
    ["", ""],
  ];
  for (const [written, dialled] of forms) assert.equal(fromAnywhere(written), dialled);
  assert.equal(telephoneLink(fromAnywhere("01632 960100")), "tel:+441632960100");
});

test("numbers have +44 where today's trip, or this phone's own to come, is abroad, and nowhere else", () => {
  assert.equal(rung({ trip: { country: "FR" }, trips: [] }), "+44 1632 960100");
  assert.equal(rung({ trip: null, trips: [{ own: true, country: "FR" }] }), "+44 1632 960100");
  assert.equal(rung({ trip: null, trips: [{ own: false, country: "FR" }] }), "01632 960100");
  assert.equal(rung({ trip: { country: "GB" }, trips: [] }), "01632 960100");
});

test("a card from before trips had a country is at home", () => {
  assert.equal(isAbroad({}), false);
  assert.equal(goesAbroad(null), false);
  assert.equal(goesAbroad({ trip: { id: "a" }, trips: [{ own: true }] }), false);
  assert.equal(rung({}), "01632 960100");
});

test("in danger the number of the country leads, and 999 at home or where no trip is certain", () => {
  assert.equal(emergencyNumber({ country: "US", emergency: "911" }), "911");
  assert.equal(emergencyNumber({ country: "GB", emergency: "999" }), "999");
  assert.equal(emergencyNumber({ country: "US" }), "999");
  assert.equal(emergencyNumber({}), "999");
  assert.equal(emergencyNumber(null), "999");
});
