// Today's lists on a phone: everybody's own, fetched by tabs and worker side by side, none of them lost to another.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PackStore } from "../../pwa/trips/pack_store.js";
import { held } from "./held.js";

const NOW = 1_800_000_000_000;

/** The `local` database in memory. */
function memory() {
  const rows = new Map();
  return {
    read: async name => structuredClone(rows.get(name)),
    change: async (name, changed) => void rows.set(name, structuredClone(changed(rows.get(name)))),
    forget: async name => void rows.delete(name),
  };
}

/** What the school says to somebody's list: another each time, or none. */
const listOf = unlock =>
  new Response(`sealed to ${unlock}`, { headers: { ETag: `"${unlock}"`, "Content-Type": "application/octet-stream" } });
const none = () => new Response(null, { status: 204 });
const school = answers => async path => {
  const said = answers[path.split("/").at(-1)];
  if (!said) throw new TypeError("no line");
  return said(path.split("/").at(-1));
};
const keeps = async store => Object.keys(await store.all()).sort();

test("a list that came while another tab was asking for earlier people stays", async () => {
  const local = memory();
  const people = ["priya"];
  let answer = () => undefined;
  const slow = new PackStore(
    local,
    () => new Promise(resolve => (answer = resolve)),
    () => NOW,
  );
  const first = slow.refresh(async () => [...people]);
  await new Promise(resolve => setImmediate(resolve));
  people.push("tom");
  const quick = new PackStore(local, school({ priya: listOf, tom: listOf }), () => NOW);
  await quick.refresh(async () => [...people]);
  answer(listOf("priya"));
  await first;
  assert.deepEqual(await keeps(quick), ["priya", "tom"]);
});

test("a list that cannot be had stays as it was; one the school has no more goes", async () => {
  const local = memory();
  const whose = async () => ["priya", "tom"];
  await new PackStore(local, school({ priya: listOf, tom: listOf }), () => NOW).refresh(whose);
  const store = new PackStore(local, school({ tom: none }), () => NOW + 1);
  await store.refresh(whose);
  assert.deepEqual(await keeps(store), ["priya"]);
  assert.equal((await store.all()).priya.checked_at, NOW);
});

test("whoever has no PIN here any more has no list here", async () => {
  const local = memory();
  const store = new PackStore(local, school({ priya: listOf, tom: listOf }), () => NOW);
  await store.refresh(async () => ["priya", "tom"]);
  await store.refresh(async () => ["tom"]);
  assert.deepEqual(await keeps(store), ["tom"]);
  await store.refresh(async () => []);
  assert.deepEqual(await local.read("packs"), {});
});

for (const said of ["200", "304"]) {
  test(`an older list (${said}) is not put back over what another tab heard meanwhile`, async () => {
    const local = memory();
    await local.change("packs", () => ({ priya: { tag: "v1", checked_at: 1 } }));
    const earlier = () => ({
      ...listOf("v1"),
      status: Number(said),
      headers: listOf("v0").headers,
      arrayBuffer: async () => 0,
    });
    const tom = held();
    const slow = new PackStore(
      local,
      async path => (path.endsWith("tom") ? tom.promise : earlier()),
      () => NOW,
    );
    const first = slow.refresh(async () => ["priya", "tom"]);
    await new Promise(resolve => setImmediate(resolve));
    const quick = new PackStore(local, school({ priya: () => listOf("v2") }), () => NOW);
    await quick.refresh(async () => ["priya"]);
    tom.reject(new TypeError("no line"));
    await first;
    assert.equal((await quick.all()).priya.tag, "v2");
  });
}
