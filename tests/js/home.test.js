// Everyone home: what a phone says is left on it. It never says green while anything of the trip, or anything else, is here.
import assert from "node:assert/strict";
import { test } from "node:test";
import { erasedIdOf, withPhotos } from "../../pwa/photos/photo_rules.js";
import { homeOf, photosInWords, reportsInWords, tripAtHome } from "../../pwa/trips/home_rules.js";

const NOON = new Date("2026-11-21T12:00").getTime();
const TRIP = { id: "castle", title: "Castle visit", place: "", starts_on: "2026-11-21", ends_on: "2026-11-21" };
const CARD = { trip: { ...TRIP, own: true, pupil_count: 32, staff: [] }, trips: [], as_at: "2026-11-21T07:00:00.000Z" };
const STATES = ["waiting", "received", "settled", "lost"];

let seq = 0;
const uuid = number => `${String(number).padStart(8, "0")}-0000-4000-8000-000000000000`;
function item(more = {}) {
  seq += 1;
  const at = { id: uuid(seq), seq, chain: "c", filed_at: NOON + seq, received_at: NOON + seq };
  return { type: "record", trip: "castle", state: "settled", isApart: false, ...at, ...more };
}
/** A photo, the record taken with it, and the one that tells of its erasure. */
function shot(state, more = {}) {
  const record = item({ state, ...more });
  const photo = item({ type: "blob", state, ...more, filed_at: record.filed_at });
  return [record, photo, ...(state === "settled" ? [item({ ...more, id: erasedIdOf(photo.id) })] : [])];
}
function known(items, more = {}) {
  const around = { drafts: [], card: CARD, today: "2026-11-21", phone: { name: "Phone 3" }, needsSetUp: false };
  return { items, isReady: true, hasStorageTrouble: false, hasLost: false, keeps: "all", ...around, ...more };
}
const home = (items, more) => homeOf(known(items, more), withPhotos(items));
const draft = (more = {}) => ({ id: "d", form: "report", trip: "castle", school: { isApart: false }, ...more });

test("seven reports and twelve photos, all at school and off the phone", () => {
  const items = [
    ...Array.from({ length: 7 }, () => item()),
    ...Array.from({ length: 12 }, () => shot("settled")).flat(),
  ];
  const found = home(items);
  assert.equal(reportsInWords(found.counts), "7 reports, the school has 7.");
  assert.equal(photosInWords(found.counts), "12 photos, 0 left on this phone.");
  assert.deepEqual([found.isHome, found.still, found.trip.title], [true, [], "Castle visit"]);
});

test("what is still here is said, each in its own words", () => {
  const says = (...items) => home(items).still.join(" ");
  assert.match(says(item({ state: "waiting" }), item()), /^1 report not at school yet\.$/);
  assert.match(says(...shot("waiting"), ...shot("received")), /^2 photos still on this phone\.$/);
  assert.match(says(item({ state: "received" })), /holds everything twice/);
  assert.match(says(item({ state: "lost", seq: 14 })), /lost number 14 of this phone\. Tell the office/);
  assert.match(says(item({ trip: "other", state: "waiting" })), /Something else on this phone/);
  assert.equal(says(item({ trip: "other" })), "");
  assert.match(home([item()], { drafts: [draft()] }).still.join(" "), /1 report begun and not saved/);
  const unfinishedThenWhole = item({ state: "waiting" });
  assert.equal(
    home([unfinishedThenWhole, { ...unfinishedThenWhole, type: "draft", state: "settled" }]).counts.reports,
    1,
  );
});

test("what is apart is in no number, and reads like anything that is on no trip", () => {
  const ordinary = [item(), item({ state: "waiting" })];
  const apart = home([...ordinary, item({ isApart: true, state: "waiting" })]);
  assert.deepEqual(apart, home([...ordinary, item({ trip: null, state: "waiting" })]));
  assert.deepEqual(apart.counts, home(ordinary).counts);
  assert.equal(home([item(), item({ isApart: true, state: "waiting" })]).isHome, false);
  assert.deepEqual(home([item(), item({ isApart: true })]), home([item()]));
  const begun = { drafts: [draft({ school: { isApart: true } })] };
  assert.deepEqual(home([item()], begun), home([item()], { drafts: [draft({ trip: null })] }));
});

test("where the phone cannot know, it says so and is not green", () => {
  const why = (more, items = [item()]) => {
    const found = home(items, more);
    assert.equal(found.isHome, false);
    return found.cannotKnow;
  };
  assert.match(why({ isReady: false }), /reading/);
  assert.match(why({ hasStorageTrouble: true }), /cannot read/);
  assert.match(why({ keeps: "window" }), /does not keep/);
  assert.match(why({ phone: null }), /not set up/);
  assert.match(why({ needsSetUp: true }), /not set up/);
  assert.match(why({ hasLost: true }), /lost what was kept/);
  assert.match(why({ card: null }, []), /no trip/);
  assert.match(why({ card: { ...CARD, as_at: "2026-11-20T07:00:00.000Z" } }, []), /not heard from the school since/);
  assert.match(why({ card: { ...CARD, trip: null }, today: "2027-03-01" }), /90 days/);
  assert.equal(home([]).isHome, true);
});

test("the trip is today's, or the one of what was saved last, or the last that is known", () => {
  const trip = (items, card, today = "2026-11-22") => tripAtHome(known(items, { card, today }));
  assert.equal(trip([item({ trip: "other" })], CARD, "2026-11-21").id, "castle");
  assert.equal(trip([item()], CARD).title, "Castle visit");
  assert.deepEqual(trip([item({ trip: "gone", filed_at: NOON + 1e6 }), item()], { trips: [] }), {
    ...{ id: "gone", title: null, starts_on: "2026-11-21", ends_on: "2026-11-21" },
  });
  assert.equal(trip([], CARD).id, "castle");
  assert.equal(trip([item({ isApart: true })], { trips: [] }), null);
});

test("whatever is in the outbox, green means that nothing is here, and the numbers add up", () => {
  // A small generator of its own, so that each run has the same outboxes.
  let state = 20_261_121;
  const below = most => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * most);
  };
  const one = (...of) => of[below(of.length)];
  const places = () => ({ trip: one("castle", "castle", "castle", "other", null), isApart: below(9) === 0 });
  let greens = 0;
  for (let run = 0; run < 3000; run++) {
    const mostly = one(...STATES, "settled", "settled");
    const which = () => (below(8) === 0 ? one(...STATES) : mostly);
    const items = Array.from({ length: below(9) }, () =>
      below(3) === 0
        ? shot(which(), places())
        : [item({ ...places(), type: one("record", "record", "draft"), state: which() })],
    ).flat();
    const drafts = below(10) === 0 ? [draft({ trip: one("castle", null), school: { isApart: below(2) === 0 } })] : [];
    const found = home(items, { drafts });
    const { reports, reportsAtSchool, photos, photosLeft } = found.counts;
    const mine = items.filter(({ trip, isApart }) => trip === "castle" && !isApart);
    assert.ok(reportsAtSchool <= reports && photosLeft <= photos);
    assert.equal(photos, mine.filter(({ type }) => type === "blob").length);
    assert.deepEqual(found.counts, homeOf(known(mine), withPhotos(mine)).counts);
    if (!found.isHome) continue;
    greens += 1;
    assert.ok(items.every(one => one.state === "settled"));
    assert.deepEqual([drafts, found.still, photosLeft, reports - reportsAtSchool], [[], [], 0, 0]);
  }
  assert.ok(greens > 300);
});
