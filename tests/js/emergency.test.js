// Emergency mode's decisions: the bodies both languages hold, the order and the mistakes of a timeline, whose last word counts,
// what is read out, and the grid reference against the Ordnance Survey's own points.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LatLon } from "geodesy/osgridref.js";
import { whyShut } from "../../pwa/consent/shut_rules.js";
import { EmergencyActs } from "../../pwa/incidents/emergency_acts.js";
import {
  begun,
  current,
  doneAt,
  forHowLong,
  joined,
  mistake,
  offered,
  reportBody,
  said,
  sheetWords,
  spoken,
  stepBody,
  TAPS,
  timeline,
  wordsBody,
  wordsOf,
  withStep,
} from "../../pwa/incidents/emergency_rules.js";
import { gridReference } from "../../pwa/incidents/grid.js";
import { whyClosed } from "../../pwa/photos/photo_rules.js";
import { holdSince, overAt } from "../../pwa/policy/hold_rules.js";
import { golden } from "./golden.js";

const T = 1_795_257_000_000;
const MINUTE = 60_000;
const stepAt = (step, minutes, more = {}) => ({ id: `${step}-${minutes}`, step, at: T + minutes * MINUTE, ...more });
const made = (...steps) => steps.reduce(withStep, begun("e1", "t1", T));
const iso = minutes => new Date(T + minutes * MINUTE).toISOString();
const heard = (more = {}) => ({
  emergency: {
    ...{ incident: "e1", trip: "t1", began_at: iso(0), hold: null, hold_at: null, over: null, over_at: null },
    ...more,
  },
});

const MAKE = {
  report: ({ emergency, found, place }) => reportBody(emergency, found, place),
  step: ({ emergency, step, words }) => stepBody(emergency, step, words),
  words: ({ emergency, words, now, at }) => wordsBody(emergency, words, now, at),
};
for (const one of golden("emergency").cases) {
  test(`in an emergency the phone builds the body of: ${one.name}`, () => {
    assert.deepEqual(MAKE[one.made](one), one.body);
  });
}

test("the timeline is in the order of the taps, and a mistake takes its step back without a line of its own", () => {
  const emergency = made(stepAt("called_999", 1), stepAt("police_here", 2));
  const undone = withStep(emergency, stepAt("mistake", 3, { undoes: "police_here-2" }));
  const shown = timeline(undone).map(({ step, isTakenBack }) => [step, isTakenBack]);
  assert.deepEqual(shown, [
    ["called_999", false],
    ["police_here", true],
  ]);
  assert.deepEqual([doneAt(undone, "police_here"), doneAt(undone, "called_999")], [null, T + MINUTE]);
  assert.deepEqual(mistake("a"), { step: "mistake", undoes: "a" });
});

test("a hold begins and ends by the last word, of this phone or of another of its emergency", () => {
  const held = made(stepAt("hold_begun", 5));
  assert.equal(holdSince({ emergency: held }), T + 5 * MINUTE);
  assert.equal(holdSince({ emergency: withStep(held, stepAt("hold_ended", 6)) }), null);
  assert.equal(holdSince({ emergency: held, card: heard({ hold: "hold_ended", hold_at: iso(7) }) }), null);
  assert.equal(holdSince({ emergency: held, card: heard({ hold: "hold_ended", hold_at: iso(4) }) }), T + 5 * MINUTE);
  assert.equal(holdSince({ emergency: null, card: heard({ hold: "hold_begun", hold_at: iso(2) }) }), T + 2 * MINUTE);
  const another = heard({ incident: "e2", hold: "hold_begun", hold_at: iso(2) });
  assert.equal(holdSince({ emergency: made(stepAt("called_999", 1)), card: another }), T + 2 * MINUTE);
  assert.equal(holdSince({ emergency: withStep(held, stepAt("over", 9)) }), null, "what is over holds nothing");
});

test("a hold shuts the check and the camera before anything else is asked", () => {
  const known = {
    emergency: made(stepAt("hold_begun", 1)),
    phone: {},
    people: [],
    list: null,
    agreed: {},
    unlocked: null,
  };
  assert.match(whyShut(known, true).words, /no phones, no photographs/);
  assert.equal(whyClosed(known, null), "held");
  assert.equal(whyClosed({ ...known, emergency: null }, null), "locked");
});

test("it is over for every phone, can be opened again, and makes way for the next after half a day", () => {
  const over = made(stepAt("over", 10));
  assert.equal(overAt({ emergency: over }), T + 10 * MINUTE);
  assert.equal(overAt({ emergency: withStep(over, stepAt("opened_again", 11)) }), null);
  assert.equal(overAt({ emergency: made(), card: heard({ over: "over", over_at: iso(3) }) }), T + 3 * MINUTE);
  const at = hours => current({ emergency: over, now: T + hours * 60 * MINUTE })?.incident;
  assert.deepEqual([at(1), at(12), at(13)], ["e1", "e1", undefined]);
});

test("another phone's emergency is offered while it runs, and joined under its own id", () => {
  assert.equal(offered({ emergency: null, card: heard(), now: T }).incident, "e1");
  assert.equal(offered({ emergency: made(), card: heard(), now: T }), null);
  assert.equal(offered({ emergency: null, card: heard({ over: "over", over_at: iso(3) }), now: T }), null);
  assert.deepEqual(joined(heard().emergency), { incident: "e1", trip: "t1", began_at: T, steps: [] });
});

test("what is read out counts the children and names the place, as far as they are known", () => {
  assert.equal(said(32, "Aldermere Castle"), "I'm a teacher with 32 children at Aldermere Castle.");
  assert.equal(said(1, " "), "I'm a teacher with 1 child.");
  assert.equal(said(null, "the pier"), "I'm a teacher on a trip at the pier.");
  assert.equal(spoken({ latitude: 51.5, longitude: -0.1278 }), "51.50000 north, 0.12780 west");
  assert.equal(spoken({ latitude: -33.9, longitude: 18.4 }), "33.90000 south, 18.40000 east");
  assert.deepEqual(
    [forHowLong(T, T - 1), forHowLong(T, T + 12 * MINUTE), forHowLong(T, T + 65 * MINUTE)],
    ["0 min", "12 min", "1 h 5 min"],
  );
  assert.equal(wordsOf("called_999", "112"), "112 called");
});

test("nothing typed is nothing to save", () => {
  assert.equal(sheetWords({ who: "", what: "", more: "" }), "");
  assert.equal(
    sheetWords({ who: "Rosa", what: "", more: "Took salbutamol" }),
    "Told to the ambulance crew.\nWho: Rosa\nMore: Took salbutamol",
  );
});

test("the grid reference is within ten metres of every point that the Ordnance Survey publishes", () => {
  for (const [name, latitude, longitude, easting, northing] of golden("grid").points) {
    const reference = gridReference({ latitude, longitude });
    const [, , e, n] = /^([A-Z]{2}) (\d{5}) (\d{5})$/.exec(reference) ?? [null, null, null, null];
    const grid = new LatLon(latitude, longitude).toOsGrid();
    assert.equal(reference, grid.toString(), name);
    assert.ok(Math.hypot(grid.easting - easting, grid.northing - northing) < 10, name);
    assert.ok(Math.abs((easting % 100_000) - e) < 10 && Math.abs((northing % 100_000) - n) < 10, name);
  }
});

test("the letters are the square that a map prints", () => {
  const squares = [
    ["TQ", 51.48936565, -0.11992557],
    ["SY", 50.6, -2.45],
    ["HU", 60.15, -1.15],
    ["SH", 53.0685, -4.0763],
  ];
  for (const [letters, latitude, longitude] of squares)
    assert.equal(gridReference({ latitude, longitude }).slice(0, 2), letters);
});

test("outside Great Britain there is no grid reference", () => {
  const elsewhere = {
    Belfast: [54.6, -5.93],
    Portavogie: [54.457, -5.435],
    Rathlin: [55.3, -6.18],
    Dublin: [53.35, -6.26],
    Calais: [50.95, 1.85],
  };
  for (const [name, [latitude, longitude]] of Object.entries(elsewhere))
    assert.equal(gridReference({ latitude, longitude }), null, name);
  for (const [latitude, longitude] of [
    [0, 0],
    [90, 0],
    [-33.9, 18.4],
    [40.7, -74],
  ])
    assert.equal(gridReference({ latitude, longitude }), null);
  const edges = [
    [55.31, -5.8],
    [54.84, -5.12],
    [50.07, -5.72],
    [51.14, 1.37],
    [60.86, -0.9],
    [57.81, -8.6],
    [55.67, -6.52],
  ];
  for (const [latitude, longitude] of edges) assert.ok(gridReference({ latitude, longitude }));
});

/** The acts of a phone that keeps everything in `kept` and `known`, and has no key of the school's. */
function actsOf(kept, known, asked, clock = () => T) {
  let ids = 0;
  return new EmergencyActs({
    filing: {
      around: {
        lock: { signerFor: () => null },
        actor: () => ({ staff: null, typed_name: null }),
        filed: () => undefined,
      },
      known: () => ({ phone: null, keys: [], offset: null }),
      willAsk: async (...one) => asked.push(one),
    },
    machine: { clock, newId: () => `id-${++ids}` },
    local: {
      write: async (name, value) => {
        kept[name] = value;
      },
    },
    knowledge: { known: () => known, learn: news => Object.assign(known, news) },
    trip: () => "t1",
  });
}

test("two taps at once are one emergency, its report goes with the first, and a failed tap begins none", async () => {
  const [kept, files, asked] = [{}, [], []];
  const known = { emergency: null, now: T, unlocked: null };
  const acts = actsOf(kept, known, asked);
  await assert.rejects(acts.take({ step: "called_999" }, null, ""), /no_key/);
  assert.deepEqual([known.emergency, kept], [null, {}]);
  acts.file = async (emergency, records) => {
    files.push(records.map(({ kind, body }) => [kind, body.incident ?? body.category]));
    return [{ id: emergency.incident }];
  };
  await Promise.all([acts.take({ step: TAPS[0][0] }, null, ""), acts.take({ step: TAPS[1][0] }, null, "")]);
  const { incident, steps } = known.emergency;
  assert.deepEqual(files, [
    [
      ["incident.reported", "emergency"],
      ["step.taken", incident],
    ],
    [["step.taken", incident]],
  ]);
  assert.deepEqual(
    steps.map(({ step }) => step),
    ["called_999", "ambulance_here"],
  );
  assert.deepEqual([kept.emergency, asked.length], [known.emergency, 1]);
});

/** Acts whose records are kept in `files`, by a clock that can be put on. */
function actsThatFile(files) {
  const known = { emergency: null, now: T, unlocked: null };
  const acts = actsOf({}, known, [], () => known.now);
  acts.file = async (emergency, records) => {
    files.push(...records.map(({ kind, body }) => `${emergency.incident} ${body.step ?? kind}`));
    return [{ id: emergency.incident }];
  };
  const tap = (step, later) => {
    known.now += later;
    return acts.take({ step }, null, "");
  };
  return { known, tap, acts };
}

test("a position found while an emergency runs is a record of it, and before it or after it of none", async () => {
  const files = [];
  const { known, tap, acts } = actsThatFile(files);
  await acts.locate(T, "51.47780 north, 0.00140 west");
  assert.deepEqual(files, []);
  // Found while the first tap is still being saved, it is not lost between the two.
  await Promise.all([tap("called_999", 0), acts.locate(T, "51.47780 north, 0.00140 west")]);
  const { incident, steps } = known.emergency;
  assert.deepEqual(files.slice(1), [`${incident} called_999`, `${incident} position_found`]);
  assert.deepEqual(Object.keys(steps[1]).sort(), ["at", "id", "step"]);
  await tap("over", 5000);
  await acts.locate(T, "51.47780 north, 0.00140 west");
  assert.equal(files.length, 4);
});

test("a glove's second tap on a button is the first once more, also where it says the opposite meanwhile", async () => {
  const files = [];
  const { tap } = actsThatFile(files);
  await tap("called_999", 0);
  await tap("called_999", 400);
  await tap("ambulance_here", 300);
  await tap("over", 5000);
  await tap("opened_again", 300);
  await tap("opened_again", 3000);
  await tap("hold_begun", 3000);
  await tap("hold_ended", 1900);
  await tap("called_999", 100);
  const steps = files.map(one => one.split(" ")[1]);
  assert.deepEqual(steps, [
    ...["incident.reported", "called_999", "ambulance_here", "over", "opened_again", "hold_begun", "called_999"],
  ]);
  assert.equal(new Set(files.map(one => one.split(" ")[0])).size, 1);
});

test("once it is over a tap begins another emergency, and only opening it again or a mistake belongs to the one before", async () => {
  const files = [];
  const { known, tap } = actsThatFile(files);
  await tap("called_999", 0);
  const before = known.emergency.incident;
  await tap("over", 60_000);
  await tap("mistake", 60_000);
  assert.equal(known.emergency.incident, before);
  await tap("hold_begun", 60_000);
  const after = known.emergency.incident;
  assert.notEqual(after, before);
  assert.deepEqual(files.slice(-2), [`${after} incident.reported`, `${after} hold_begun`]);
  assert.notEqual(holdSince(known), null, "what it was tapped for holds");
});

/** A key pair that signs, and what tells whether it has. */
async function hand(staff) {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const sign = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
  const signed = (json, sig) =>
    crypto.subtle.verify(
      { name: "ECDSA", hash: "SHA-256" },
      sign.publicKey,
      Buffer.from(sig, "base64url"),
      Buffer.from(json),
    );
  return { opened: { person: { staff, unlock: `u-${staff}` }, open: { sign: sign.privateKey } }, signed };
}

test("a tap that waits for the one before is whose it was, with their signature, though another has the phone by then", async () => {
  const [priya, tom] = await Promise.all(["priya", "tom"].map(hand));
  const known = { emergency: begun("e1", "t1", T), now: T, unlocked: { staff: "priya" } };
  const acts = actsOf({}, known, []);
  const { around } = acts.around.filing;
  Object.assign(around, {
    lock: { opened: priya.opened },
    actor: () => ({ staff: known.unlocked.staff, typed_name: null }),
  });
  const filed = [];
  const waits = [];
  acts.file = async (_emergency, [{ body }], _now, by) => {
    filed.push({ what: body.step ?? body.words, ...by });
    return new Promise(done => waits.push(() => done([])));
  };
  const all = [
    acts.take({ step: "called_999" }, null, ""),
    acts.take({ step: "police_here" }, null, ""),
    acts.locate(T, "51.47780 north"),
    acts.write(known.emergency, "Paramedic came"),
  ];
  known.unlocked = { staff: "tom" };
  around.lock.opened = tom.opened;
  for (let n = 0; n < all.length; n++) {
    while (waits.length === 0) await new Promise(setImmediate);
    waits.shift()();
  }
  await Promise.all(all);
  assert.deepEqual(
    filed.map(({ what, actor }) => [what, actor.staff]),
    ["called_999", "police_here", "position_found", "Paramedic came"].map(what => [what, "priya"]),
  );
  for (const { sign } of filed) assert.ok(await priya.signed("{}", await sign("{}")));
});

test("another tab is told of a tap once this phone keeps it, so that it begins no second emergency", async () => {
  const kept = {};
  const known = { emergency: null, now: T, unlocked: null };
  const acts = actsOf(kept, known, []);
  acts.file = async emergency => [{ id: emergency.incident }];
  const heard = [];
  acts.around.filing.around.filed = () => heard.push(kept.emergency?.steps.length);
  await acts.take({ step: "called_999" }, null, "");
  await acts.take({ step: "police_here" }, null, "");
  assert.deepEqual(heard, [1, 2]);
});

test("a storage that hangs holds no record of an emergency back for long", async t => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const known = { emergency: null, now: T, unlocked: null };
  const acts = actsOf({}, known, []);
  const heard = [];
  acts.file = async emergency => [{ id: emergency.incident }];
  acts.around.filing.around.filed = ({ id }) => heard.push(id);
  acts.around.local.write = () => new Promise(() => undefined);
  acts.take({ step: "called_999" }, null, "");
  await new Promise(setImmediate);
  t.mock.timers.tick(1000);
  await new Promise(setImmediate);
  assert.equal(heard.length, 1);
});
