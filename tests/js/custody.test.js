// Custody on the phone: the bodies both languages hold, what may lie in clear, what is kept now, whose PIN signs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CustodyFormScreen } from "../../pwa/custody/custody_form_screen.js";
import {
  askedBy,
  bagCode,
  bagFrom,
  bodyOf,
  formOf,
  keptNow,
  kindIn,
  missingFacts,
  momentIn,
  notedAfter,
  untouchedOf,
} from "../../pwa/custody/custody_rules.js";
import { isTouched, recordOf } from "../../pwa/outbox/draft_rules.js";
import { golden } from "./golden.js";

const filled = (form, fields) => ({ ...untouchedOf(form), ...fields });
const NOW = new Date(2026, 10, 21, 12, 0).getTime();
const taken = (fields, id = "one", now = NOW) => ({ id, fields: filled("taken", fields), now });

for (const { name, form, kind, opened_at_ms, fields, body, missing } of golden("custody").cases) {
  test(`the phone builds the body of: ${name}`, () => {
    const all = filled(form, fields);
    assert.deepEqual(bodyOf(all, opened_at_ms), body);
    assert.deepEqual([kindIn(all), missingFacts(all)], [kind, missing]);
  });
}

test("a draft becomes a record of the kind its form is of, and one nobody touched is no draft", () => {
  const draft = {
    form: formOf("police"),
    id: "d",
    trip: null,
    actor: {},
    fields: untouchedOf("police"),
    opened_at: NOW,
  };
  assert.equal(isTouched(draft), false);
  assert.equal(recordOf(draft, { phone: null }).kind, "item.handed_to_police");
});

test("an address says which form, about which item or for which report; a draft's id says neither", () => {
  assert.deepEqual(askedBy("police-of-5f0c-1a52"), { word: "police", named: { item: "5f0c-1a52" } });
  assert.deepEqual(askedBy("taken-in-5f0c-1a52"), { word: "taken", named: { incident: "5f0c-1a52" } });
  assert.deepEqual(askedBy(""), { word: "taken", named: {} });
  assert.deepEqual([askedBy("5f0c1a52-2f3e"), askedBy("toString"), askedBy("none-of-them")], [null, null, null]);
});

test("what lies in clear of an item holds no name and no word that was typed", () => {
  const said = { whose: "Maya Brown", bag: "Maya's", why: "Filmed Tom", kept: "Miss Shah", signed: "P Shah" };
  const notes = notedAfter({}, taken({ ...said, thing: "phone", taken_at: NOW - 60_000 }));
  assert.deepEqual(notes, { one: { bag: "", thing: "phone", at: NOW - 60_000, left: false } });
  assert.equal(notedAfter({}, taken({ bag: " 47-k2 " })).one.bag, "47K2");
  assert.deepEqual(["Maya", "47K2", "4 7 k", "é7", "12345678901", null].map(bagCode), ["", "47K2", "47K", "", "", ""]);
});

test("a number for the bag is one that its own rule knows, whatever the dice say", () => {
  for (let byte = 0; byte < 256; byte++) {
    const code = bagFrom([byte, 255 - byte, byte, byte]);
    assert.match(bagCode(code), /^[0-9]{2}[A-Z][0-9]$/);
  }
});

test("what left by this phone is not kept, though the school still says so; nor what left by another", () => {
  const at = new Date(NOW).toISOString();
  const told = (id, is_kept) => ({ id, bag: "3A4", thing: "vape", since: at, is_kept });
  const left = { id: "r", fields: filled("returned", { item: "two" }), now: NOW };
  const notes = notedAfter(notedAfter(notedAfter({}, taken({})), taken({ bag: "5T6" }, "two")), left);
  assert.deepEqual(
    keptNow(notes, [told("two", true), told("three", true), told("four", false)]).map(({ id }) => id),
    ["one", "three"],
  );
  assert.deepEqual(keptNow(notes, [told("one", false)]), []);
  assert.deepEqual(keptNow(undefined, undefined), []);
  // A move or a search leaves it where it is.
  const moved = { id: "m", fields: filled("moved", { item: "one" }), now: NOW };
  assert.deepEqual(
    keptNow(notedAfter(notes, moved), []).map(({ id }) => id),
    ["one"],
  );
});

test("a time that was typed becomes the right moment, and a year half typed is none", () => {
  const typed = on => momentIn(filled("taken", { taken_at_on: on }), "taken_at");
  assert.equal(typed("2026-11-21T10:05"), new Date(2026, 10, 21, 10, 5).getTime());
  assert.deepEqual(["", null, "0002-11-21T10:05", "20261-11-21T10:05"].map(typed), [null, null, null, null]);
});

/** A form on which Priya has written and given her PIN; the school's answer waits. */
function formThatAsks() {
  const priya = { unlock: "u1", staff: "s1", name: "Priya Shah" };
  const phone = { by: null, filed: [], gone: [], answers: () => undefined, ids: 0 };
  const nobody = { staff: null, how: "none", typed_name: null, unlocked_by: null };
  const actor = () => (phone.by ? { ...nobody, staff: phone.by.staff, how: "pin" } : nobody);
  const writer = () => phone.by && { unlock: phone.by.unlock };
  const screen = new CustodyFormScreen({
    drafts: { keep: async () => undefined, remove: async () => undefined, open: async () => null },
    begin: () => ({ id: `d${++phone.ids}`, opened_at: NOW, trip: null, actor: actor(), writer: writer() }),
    ...{ actor, writer, isFiled: () => false, rest: async () => ({}), laterPart: () => null, repaint: () => undefined },
    file: async draft => {
      phone.filed.push(draft.fields);
      return draft.id;
    },
    go: hash => phone.gone.push(hash),
    notes: { read: () => undefined, add: () => undefined, notes: {} },
    lock: { openWithPin: () => new Promise(answers => Object.assign(phone, { answers })) },
    knowledge: { known: () => ({ items: [], people: [priya], unlocked: phone.by }) },
    clock: () => NOW,
  });
  screen.enter("taken", { drafts: [] });
  screen.change({ whose: "Maya Brown", bag: "47K2" });
  screen.sign({ pin: "274913", who: "u1" });
  const filing = screen.file({ preventDefault: () => undefined });
  const opens = () => {
    phone.by = priya;
    screen.isTakenBy(priya.unlock);
    phone.answers({ open: {}, person: priya });
    return filing;
  };
  return { phone, screen, opens };
}

test("a PIN that is right signs what is on the form, and files it", async () => {
  const { phone, opens } = formThatAsks();
  await opens();
  assert.deepEqual(
    phone.filed.map(({ whose, signed_with }) => [whose, signed_with]),
    [["Maya Brown", "pin"]],
  );
});

test("a form put away while its PIN waits for the school files nothing once the answer comes", async () => {
  const { phone, screen, opens } = formThatAsks();
  screen.putAway();
  await opens();
  assert.deepEqual([phone.filed, phone.gone.filter(hash => !hash.startsWith("#/item/"))], [[], []]);
  assert.notEqual(screen.draft.fields.signed_with, "pin");
});
