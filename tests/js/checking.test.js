// Checks as they are made on a phone: what is filed, what opens the camera, what is kept, and a no that wins at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Checking } from "../../pwa/consent/checking.js";
import { current } from "../../pwa/consent/passing_check.js";

process.env.TZ = "Europe/London";

const NOW = Date.parse("2027-01-15T10:00:00Z");
const [MAYA, OTIS] = ["0a1b2c3d", "1a1b2c3d"];
const PACK = {
  v: 1,
  trip: "castle",
  title: "Castle visit",
  as_at: "2027-01-15T08:00:00.000Z",
  photos: { list_warns_hours: 12, list_stops_hours: 48, activities: [], purposes: ["website"], first_name: false },
  pupils: [
    ["Maya B.", "Heron", null, [], MAYA, [0, 0, 1, 0, 0, 0, 0]],
    ["Otis P.", "Heron", null, [], OTIS, [0, 0, 1, 0, 0, 0, 0]],
  ],
};

/** A `local` database in memory; two phones' tabs may share one. */
function memory(rows = new Map()) {
  return {
    rows,
    read: async name => structuredClone(rows.get(name)),
    change: async (name, changed) => void rows.set(name, structuredClone(changed(structuredClone(rows.get(name))))),
  };
}

/** A phone with its list, open for somebody. */
function phone({ local = memory(), list = { pack: PACK, checked_at: NOW - 60_000 }, now = NOW, offset = null } = {}) {
  const told = [];
  const lock = { opened: {}, now: async () => now };
  const known = { list, now, offset, window: { trip: { id: "castle", title: "Castle visit" } } };
  const filing = {
    fails: false,
    tell: async (kind, trip, body) => {
      if (filing.fails) throw new Error("full");
      told.push({ kind, trip, body });
      return `record-${told.length}`;
    },
  };
  const checking = new Checking({ filing, knowledge: { known: () => known }, lock, local, clock: () => known.now });
  return { checking, told, lock, known, local, filing };
}

/** The same, with a stop set. */
async function atTheMoat(given) {
  const found = phone(given);
  await found.checking.load();
  await found.checking.setStop({ place: "Outdoors", justification: "Maya asked for it" });
  return found;
}

const GROUP = { name: "Heron", pupils: [MAYA, OTIS] };

test("a passing check is a record, opens the camera, and is the group of next time", async () => {
  const { checking, told, lock, known } = await atTheMoat();
  await checking.passed(GROUP, null);
  const [{ kind, trip, body }] = told;
  assert.deepEqual(
    [kind, trip, body.outcome, body.told, body.pupils],
    ["consent.checked", "castle", "go", true, [MAYA, OTIS]],
  );
  const check = current(known.now);
  assert.deepEqual(
    [check?.id, check?.purpose, check?.place, check?.pupils],
    ["record-1", "website", "Outdoors", [MAYA, OTIS]],
  );
  assert.equal(check?.destination, "school_site");
  assert.deepEqual(checking.store.kept.last, GROUP);
  lock.opened = null;
  assert.equal(current(known.now), null);
});

test("without its record no check opens anything", async () => {
  const { checking, filing, known } = await atTheMoat();
  filing.fails = true;
  await assert.rejects(checking.passed(GROUP, null));
  assert.equal(current(known.now), null);
});

test("a class camera's check opens no camera of this phone and waits to be counted", async () => {
  const { checking, told, known } = await atTheMoat();
  await checking.passed(GROUP, "Year 4 camera");
  assert.equal(current(known.now), null);
  const [camera] = checking.store.kept.cameras;
  assert.deepEqual([camera.check, camera.camera], ["record-1", "Year 4 camera"]);
  await checking.counted(camera, "12");
  assert.deepEqual(told[1].body, { check: "record-1", school_camera: "Year 4 camera", count: 12 });
  assert.deepEqual(checking.store.kept.cameras, []);
});

test("a no of today wins at once over a yes and over a check that passed, and is a record", async () => {
  const { checking, told, known } = await atTheMoat();
  await checking.passed(GROUP, null);
  await checking.changed(MAYA, "said_no_today");
  assert.equal(current(known.now), null);
  assert.deepEqual(checking.answer(GROUP.pupils).out, [MAYA]);
  assert.deepEqual(
    [told[1].kind, told[1].body.pupil, told[1].body.change],
    ["consent.changed_on_the_day", MAYA, "said_no_today"],
  );
});

test("a no that cannot be filed wins all the same", async () => {
  const { checking, filing } = await atTheMoat();
  filing.fails = true;
  await assert.rejects(checking.changed(MAYA, "school_rang"));
  assert.deepEqual(checking.answer(GROUP.pupils).out, [MAYA]);
});

test("a no outlives the app, and one heard in another tab counts here", async () => {
  const local = memory();
  const first = await atTheMoat({ local });
  const second = await atTheMoat({ local });
  await first.checking.changed(MAYA, "school_rang");
  await second.checking.changed(OTIS, "said_no_today");
  await first.checking.load();
  assert.deepEqual(first.checking.answer(GROUP.pupils).out, [MAYA, OTIS]);
  const again = phone({ local });
  await again.checking.load();
  assert.deepEqual(again.checking.answer(GROUP.pupils).out, [MAYA, OTIS]);
});

test("a pupil's own no is over the next day, the school's word is not", async () => {
  const local = memory();
  const { checking } = await atTheMoat({ local });
  await checking.changed(MAYA, "school_rang");
  await checking.changed(OTIS, "said_no_today");
  const tomorrow = phone({ local, now: NOW + 86_400_000, list: { pack: PACK, checked_at: NOW + 86_300_000 } });
  await tomorrow.checking.load();
  assert.deepEqual(tomorrow.checking.answer(GROUP.pupils).out, [MAYA]);
});

test("the stop and the last group stay for the day, but no reason that somebody typed lies on the disk", async () => {
  const local = memory();
  const { checking } = await atTheMoat({ local });
  await checking.passed(GROUP, null);
  assert.equal(JSON.stringify([...local.rows.values()]).includes("Maya"), false);
  const again = phone({ local });
  await again.checking.load();
  assert.deepEqual([again.checking.stop.place, again.checking.store.kept.last], ["Outdoors", GROUP]);
});

test("another trip begins with nothing but cameras still to be counted", async () => {
  const local = memory();
  const { checking } = await atTheMoat({ local });
  await checking.passed(GROUP, "Year 4 camera");
  await checking.changed(MAYA, "school_rang");
  const canal = phone({ local, list: { pack: { ...PACK, trip: "canal" }, checked_at: NOW } });
  await canal.checking.load();
  const { last, changes, cameras } = canal.checking.store.kept;
  assert.deepEqual([last, changes, cameras.length, canal.checking.stop.place], [null, [], 1, null]);
});

test("that a group was stopped is a record, and the same answer is told once", async () => {
  const { checking, told } = await atTheMoat();
  const group = [MAYA, "ffffffff"];
  await checking.stopped(group, null);
  await checking.stopped(group, null);
  assert.equal(told.length, 1);
  assert.deepEqual([told[0].body.outcome, told[0].body.out, told[0].body.told], ["stop", ["ffffffff"], false]);
  await checking.stopped([MAYA], null);
  assert.equal(told.length, 1, "a go is told of once the pupils know");
});

test("a phone whose storage fails goes by what it heard", async () => {
  const broken = async () => {
    throw new Error("gone");
  };
  const { checking } = await atTheMoat({ local: { read: broken, change: broken } });
  await checking.changed(MAYA, "said_no_today");
  assert.deepEqual(checking.answer(GROUP.pupils).out, [MAYA]);
});

test("a clock set back makes no list young again, and one that the school knows to be off counts as the school's", async () => {
  const set = phone({ now: NOW });
  set.known.now = NOW - 3 * 86_400_000;
  await set.checking.load();
  assert.equal(set.checking.at.now, NOW);
  const ahead = phone({
    now: NOW + 31_536_000_000,
    offset: { seconds: -31_536_000, at: 0 },
    list: { pack: PACK, checked_at: NOW + 31_536_000_000 },
  });
  await ahead.checking.load();
  await ahead.checking.setStop({ place: "Outdoors" });
  assert.equal(ahead.checking.answer(GROUP.pupils).outcome, "go");
});

test("a place or thing opens the camera without a list, and its check names nobody", async () => {
  const { checking, known, told } = phone({ list: null });
  await checking.load();
  await checking.setStop({ place: "Indoors" });
  checking.declared();
  const check = current(known.now);
  assert.deepEqual(
    [check?.id, check?.nobody, check?.pupils, check?.list_as_at, check?.trip],
    [null, true, [], null, "castle"],
  );
  assert.deepEqual(told, []);
});

test("a no that cannot be read stops every check, until it is read", async () => {
  const local = memory();
  const before = await atTheMoat({ local });
  await before.checking.changed(MAYA, "said_no_today");
  const { read } = local;
  local.read = async () => {
    throw new DOMException("", "TimeoutError");
  };
  const { checking } = phone({ local });
  await checking.load();
  assert.deepEqual([checking.store.isLoaded, checking.store.hasFailed], [false, true]);
  local.read = read;
  await checking.load();
  assert.deepEqual([checking.store.isLoaded, checking.store.hasFailed], [true, false]);
  assert.deepEqual(checking.answer(GROUP.pupils).out, [MAYA]);
});

test("a tab forgets no class camera that another noted, and brings none back that another counted", async () => {
  const local = memory();
  const [one, two] = [await atTheMoat({ local }), phone({ local })];
  await two.checking.load();
  await two.checking.passed(GROUP, "Year 4 camera");
  await one.checking.setStop({ place: "Indoors" });
  const kept = () => local.rows.get("checks").cameras.map(({ camera }) => camera);
  assert.deepEqual(kept(), ["Year 4 camera"]);
  await one.checking.load();
  const [camera] = one.checking.store.kept.cameras;
  await one.checking.counted(camera, "12");
  await two.checking.setStop({ place: "Outdoors" });
  await two.checking.load();
  assert.deepEqual([kept(), two.checking.store.kept.cameras, one.checking.store.kept.cameras], [[], [], []]);
});
