"""Script that looks beneath the app, at what the engine itself does; for `phone.asks`."""

from __future__ import annotations

# From now on each write of the outbox is noted: how firmly it is kept, what is sealed meanwhile, and how it ends.
NOTE_WRITES = """() => {
  const writes = globalThis.writes = [], open = new Set();
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (...asked) {
    const transaction = begin.apply(this, asked);
    if (this.name === "outbox" && asked[1] === "readwrite") {
      const write = { durability: transaction.durability, within: [], end: "none" };
      writes.push(write);
      open.add(write);
      for (const end of ["complete", "abort"])
        transaction.addEventListener(end, () => { write.end = end; open.delete(write); });
    }
    return transaction;
  };
  for (const name of Object.keys(SubtleCrypto.prototype)) {
    const work = SubtleCrypto.prototype[name];
    SubtleCrypto.prototype[name] = function (...asked) {
      for (const write of open) write.within.push(name);
      return work.apply(this, asked);
    };
  }
}"""
WRITES_NOTED = "() => globalThis.writes"
# What becomes of a write that waits for a digest in the middle: "complete", or the name of the error.
WAITS_FOR_A_DIGEST = """async () => {
  const opening = indexedDB.open("a try", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("rows");
  await new Promise((resolve, reject) => { opening.onsuccess = resolve; opening.onerror = reject; });
  const transaction = opening.result.transaction("rows", "readwrite");
  const ended = new Promise(resolve => { transaction.oncomplete = () => resolve("complete"); });
  const rows = transaction.objectStore("rows");
  const reading = rows.get("before");
  await new Promise(resolve => { reading.onsuccess = resolve; });
  await crypto.subtle.digest("SHA-256", new Uint8Array(100_000));
  try {
    rows.put("after", "key");
    return await ended;
  } catch (error) {
    return error.name;
  } finally {
    opening.result.close();
  }
}"""
IS_CONTROLLED = "() => navigator.serviceWorker.controller !== null"
HAS_BACKGROUND_SYNC = '() => "SyncManager" in globalThis'
# Whether a page's own request goes through, and one that its worker makes for it, since the shell lacks the file.
GOES_THROUGH = """async () => {
  const passes = path => fetch(path).then(() => true, () => false);
  for (const name of await caches.keys()) await (await caches.open(name)).delete("/app/start.json");
  return { page: await passes("/healthz"), worker: await passes("/app/start.json") };
}"""
