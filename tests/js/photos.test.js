// Photos on the phone: when the camera opens, what a record says, which files are pictures, and that each erasure is told of once.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { current, ends, passes } from "../../pwa/consent/passing_check.js";
import { bareJpeg, kindOf, readJpeg, readPng } from "../../pwa/photos/jpeg_rules.js";
import { tellErased } from "../../pwa/photos/photo_filing.js";
import {
  bodyOf,
  erasedIdOf,
  fitted,
  isLate,
  isOfNow,
  onThePhoneInWords,
  untoldErasures,
  whyClosed,
} from "../../pwa/photos/photo_rules.js";
import { fileBytes, newPhone } from "./phone.js";

const CHECK = {
  ...{ id: "c", at: 1_000_000, trip: "t", purpose: "display", place: "Gatehouse", justification: "Arriving" },
  ...{ activity: null, destination: "school_site", pupils: ["0a1b2c3d"], list_as_at: "2026-11-21T07:00:00.000Z" },
};
const OPEN = {
  phone: {},
  needsSetUp: false,
  unlocked: { staff: "s" },
  card: { agreement: { version: 2 } },
  agreed: { s: 2 },
};

/** A JPEG made by hand: its size, notes, a scan, its end, and whatever comes behind. */
function jpeg({
  width = 3,
  height = 2,
  notes = [],
  scan = [1, 2, 0xff, 0, 3, 0xff, 0xd0, 4],
  end = [0xff, 0xd9],
  behind = [],
} = {}) {
  const segment = (marker, body) => [0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255, ...body];
  const size = [8, height >> 8, height & 255, width >> 8, width & 255, 1];
  const parts = [
    segment(0xe0, [74, 70, 73, 70, 0]),
    ...notes.map(([marker, text]) => segment(marker, [...Buffer.from(text, "latin1")])),
  ];
  const head = [...parts, segment(0xc0, size), segment(0xda, [1, 1, 0])].flat();
  return Uint8Array.from([0xff, 0xd8, ...head, ...scan, ...end, ...behind]);
}

test("the camera opens on a set-up phone, for somebody with a PIN who has signed, after a check", () => {
  assert.equal(whyClosed(OPEN, CHECK), "");
  assert.equal(whyClosed({ ...OPEN, phone: null }, CHECK), "set_up");
  assert.equal(whyClosed({ ...OPEN, needsSetUp: true }, CHECK), "set_up");
  assert.equal(whyClosed({ ...OPEN, unlocked: null }, CHECK), "locked");
  assert.equal(whyClosed({ ...OPEN, card: {} }, CHECK), "no_agreement");
  assert.equal(whyClosed({ ...OPEN, unlocked: { staff: "s", has_agreed: false }, agreed: {} }, CHECK), "unsigned");
  assert.equal(whyClosed(OPEN, null), "unchecked");
});

test("a check opens the camera for ten minutes, and not before it was made", () => {
  let isOpen = true;
  passes(CHECK, () => isOpen);
  assert.deepEqual(
    [CHECK.at, CHECK.at + 599_999, CHECK.at + 600_000, CHECK.at].map(now => current(now)?.id),
    ["c", "c", undefined, undefined],
  );
  passes(CHECK, () => isOpen);
  assert.equal(current(CHECK.at - 1), null);
  passes(CHECK, () => isOpen);
  isOpen = false;
  assert.equal(current(CHECK.at), null);
  passes(CHECK, () => true);
  ends();
  assert.equal(current(CHECK.at), null);
});

test("the record says what was checked; where nobody is in it, it names no check and no pupil", () => {
  const shot = { taken_at: 0, width: 4, height: 3 };
  const said = bodyOf(CHECK, shot);
  assert.deepEqual(
    [said.check, said.pupils, said.nobody, said.taken_at],
    ["c", ["0a1b2c3d"], false, "1970-01-01T00:00:00.000Z"],
  );
  const empty = bodyOf({ ...CHECK, nobody: true }, shot);
  assert.deepEqual([empty.check, empty.pupils, empty.nobody], [null, [], true]);
  assert.ok(!("picture" in said) && !("at" in said) && !("trip" in said));
});

test("a picture is made at most 2,048 pixels long, never larger than it was", () => {
  assert.deepEqual(fitted(4000, 3000), { width: 2048, height: 1536 });
  assert.deepEqual(fitted(3000, 4000), { width: 1536, height: 2048 });
  assert.deepEqual(fitted(640, 480), { width: 640, height: 480 });
  assert.deepEqual(fitted(50_000, 1), { width: 2048, height: 1 });
});

test("a file from before the check is no picture of now", () => {
  const now = 10_000_000;
  assert.deepEqual(
    [now, now - 600_000, now - 603_000, 0].map(made => isOfNow(made, now)),
    [true, true, false, false],
  );
});

test("a JPEG is read without decoding it: its size, and whether its end is there", () => {
  const whole = readJpeg(jpeg({ width: 4032, height: 3024 }));
  assert.deepEqual([whole.width, whole.height, whole.end !== null], [4032, 3024, true]);
  assert.equal(readJpeg(jpeg({ end: [] })).end, null);
  assert.equal(readJpeg(jpeg({ scan: [1, 2], end: [0xff, 0xff, 0xff, 0xd9] })).end !== null, true);
  assert.equal(readJpeg(Uint8Array.from([0xff, 0xd8, 0xff])), null);
  assert.equal(readJpeg(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 60, 104, 116, 109])), null);
});

test("the end inside a small picture in the notes is not taken for the picture's own", () => {
  const notes = [[0xe1, "Exif\0\0 thumbnail: \xff\xd8\xff\xd9"]];
  assert.equal(readJpeg(jpeg({ notes, end: [] })).end, null);
});

test("what is kept has no notes, and nothing behind the picture's end", () => {
  const notes = [
    [0xe1, "Exif 47.37 N 8.54 E"],
    [0xe2, "MPF"],
    [0xfe, "taken by Ada"],
    [0xed, "Photoshop"],
  ];
  const bare = bareJpeg(jpeg({ notes, behind: [...Buffer.from("PK<script>alert(1)</script>")] }));
  assert.deepEqual(bare, jpeg());
  assert.throws(() => bareJpeg(jpeg({ end: [] })), TypeError);
});

test("a file is known by how it begins, never by its name", () => {
  const kinds = {
    jpeg: "\xff\xd8\xff\xe0",
    png: "\x89PNG\r\n\x1a\n",
    webp: "RIFF\0\0\0\0WEBP",
    heic: "\0\0\0\x18ftypheic",
  };
  for (const [kind, text] of Object.entries(kinds))
    assert.equal(kindOf(Uint8Array.from(Buffer.from(text, "latin1"))), kind);
  for (const text of ["", "GIF89a=1;alert(1)", "<svg/>", "%PDF-1.7", "RIFFxxxxWAVE"]) {
    assert.equal(kindOf(Uint8Array.from(Buffer.from(text, "latin1"))), "");
  }
  assert.equal(readPng(new Uint8Array(8)), null);
});

test("the first screen says how many photos are here, and nothing once none is", () => {
  const blob = state => ({ type: "blob", state });
  assert.equal(onThePhoneInWords([]), "");
  assert.equal(onThePhoneInWords([blob("settled"), { type: "record", state: "waiting" }]), "");
  assert.equal(
    onThePhoneInWords([blob("waiting"), blob("waiting"), blob("received"), blob("settled")]),
    "3 photos still on this phone: 2 not at school yet, 1 at school.",
  );
});

test("a photo that is here past the school's time of the day is late, unless its trip may keep it for longer", () => {
  const at = text => new Date(text).getTime();
  const photo = { type: "blob", state: "waiting", trip: "t", filed_at: at("2026-11-26T10:00") };
  const card = { photos_off_by: "16:30", photos_stay: {} };
  const late = (now, items = [photo], of = card) => isLate(items, of, at(now));
  assert.deepEqual(
    ["2026-11-26T16:29", "2026-11-26T16:30"].map(now => late(now)),
    [false, true],
  );
  const evening = { ...photo, filed_at: at("2026-11-26T16:30") };
  assert.deepEqual(
    ["2026-11-26T23:00", "2026-11-27T16:30"].map(now => late(now, [evening])),
    [false, true],
  );
  const letOff = { ...card, photos_stay: { t: "2026-11-28" } };
  assert.deepEqual(
    ["2026-11-27T18:00", "2026-11-28T16:30"].map(now => late(now, [photo], letOff)),
    [false, true],
  );
  assert.equal(late("2026-11-30T10:00", [{ ...photo, state: "settled" }]), false);
  assert.equal(late("2026-11-30T10:00", [photo], null), false);
});

/** As the app's own filing does, it looks for what it knows in itself. */
function known() {
  return this.all;
}

const NEW_FILING = async () => {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const jwk = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const phone = await newPhone();
  const told = [];
  const machine = { store: phone.store, clock: () => phone.time, newId: randomUUID };
  const all = { phone: null, keys: [{ kid: "k1", jwk, use: "school", not_after: null }], offset: null };
  return { phone, told, filing: { around: { machine, filed: item => told.push(item) }, all, known } };
};

test("a photo that has gone is told of once, also by two tabs at the same moment", async () => {
  const { phone, told, filing } = await NEW_FILING();
  const photo = await fileBytes(phone, { type: "blob" });
  await phone.send();
  await tellErased(filing, await phone.items());
  assert.deepEqual(told, [], "its bytes are here still");
  phone.school.settledN = phone.school.stored.size;
  await phone.send();
  assert.equal(await phone.store.body(photo), undefined);
  const items = await phone.items();
  await Promise.all([tellErased(filing, items), tellErased(filing, items)]);
  await tellErased(filing, await phone.items());
  assert.deepEqual(
    told.map(({ id, type }) => [id, type]),
    [[erasedIdOf(photo.id), "record"]],
  );
  assert.deepEqual(untoldErasures(await phone.items()), []);
});

test("the id of an erasure is another UUID, and the same each time", () => {
  const id = randomUUID();
  assert.match(erasedIdOf(id), /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(erasedIdOf(id), id);
  assert.equal(erasedIdOf(id), erasedIdOf(id));
});
