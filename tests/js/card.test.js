// What the phone makes of the school card: today's trip, whom to ring, how its clock stands, times in words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { actorOf } from "../../pwa/accounts/author_store.js";
import { inWords } from "../../pwa/foundation/times.js";
import { newsIn } from "../../pwa/phones/phone_store.js";
import { contactsFor, FIRST_TO_RING, telephoneLink } from "../../pwa/policy/contacts_rules.js";
import { tripForReport, tripInWords, tripsOn } from "../../pwa/trips/trip_rules.js";

const trip = (id, starts_on = "2026-11-21", ends_on = starts_on) => ({
  id,
  title: "Castle visit",
  place: "",
  starts_on,
  ends_on,
  pupil_count: 32,
  staff: [],
});

test("a trip is today's on each of its days and on no other", () => {
  const card = { trip: trip("a", "2026-11-20", "2026-11-22"), trips: [] };
  const days = ["2026-11-19", "2026-11-20", "2026-11-22", "2026-11-23"].map(day => tripsOn(card, day).length);
  assert.deepEqual(days, [0, 1, 1, 0]);
});

test("a report belongs to the phone's own trip, to the only one, or to none that is certain", () => {
  const [own, other] = [trip("own"), trip("other")];
  const mine = { ...own, own: true };
  assert.equal(tripForReport({ trip: mine, trips: [mine, other] }, "2026-11-21").id, "own");
  assert.equal(tripForReport({ trip: null, trips: [other, mine] }, "2026-11-21").id, "own");
  assert.equal(tripForReport({ trip: null, trips: [other] }, "2026-11-21").id, "other");
  assert.equal(tripForReport({ trip: null, trips: [own, other] }, "2026-11-21"), null);
  assert.equal(tripForReport(null, "2026-11-21"), null);
  assert.equal(tripInWords(own), "Castle visit, 32 pupils");
});

test("whom to ring comes in the order to ring", () => {
  const contact = role => ({ role, title: role, name: "", number: "" });
  const card = { contacts: ["chair", "dsl", "office", "base_contact"].map(contact) };
  assert.deepEqual(
    contactsFor(card, FIRST_TO_RING).map(({ role }) => role),
    ["base_contact", "office", "dsl"],
  );
  assert.deepEqual(contactsFor(null, FIRST_TO_RING), []);
});

test("a number becomes a link that rings it", () => {
  assert.equal(telephoneLink("01632 960101"), "tel:01632960101");
  assert.equal(telephoneLink("+44 (0)7700 900201"), "tel:+4407700900201");
});

test("the phone learns how far its clock is off, and keeps what an empty answer does not tell", () => {
  const now = Date.parse("2026-11-21T12:00:10Z");
  const news = newsIn({ server_time: "2026-11-21T12:00:00Z", keys: [], card: null }, now);
  assert.deepEqual(news, { offset: { seconds: -10, at: now }, hasLost: false });
  const card = { phone: { id: "p", name: "Phone 3" } };
  assert.deepEqual(newsIn({ server_time: "nonsense", keys: [{ kid: "k" }], card }, now), {
    keys: [{ kid: "k" }],
    card,
    phone: card.phone,
    hasLost: false,
  });
});

test("what the school misses of this phone is news until it says so no more", () => {
  assert.equal(newsIn({ notices: ["renumber", "storage.lost"] }, 0).hasLost, true);
  assert.equal(newsIn({ notices: [] }, 0).hasLost, false);
});

test("the author is whoever signed in, and otherwise nobody", () => {
  assert.deepEqual(actorOf({ id: "s", name: "Priya Shah" }), {
    staff: "s",
    how: "session",
    typed_name: null,
    unlocked_by: null,
  });
  assert.deepEqual(actorOf(null), { staff: null, how: "none", typed_name: null, unlocked_by: null });
});

test("times are as short as the day allows", () => {
  const now = new Date(2026, 10, 21, 14, 32).getTime();
  assert.equal(inWords(now, now), "14:32");
  assert.equal(inWords(new Date(2026, 10, 17, 8, 10).getTime(), now), "Tue 08:10");
  assert.equal(inWords(new Date(2026, 10, 3, 8, 10).getTime(), now), "3 Nov 08:10");
  assert.equal(inWords("nonsense", now), "an unknown time");
});
