"""What filing asks of the browser's storage, and what it waits for: watched from outside, in the shipped app."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.chromium import before_every_page
from tests.browser.one_way import Way
from tests.browser.phone import GRAZED_KNEE, WAITING, Phone

# Notes each writing transaction on the outbox with the durability the browser gave it, each value kept anywhere that is
# no plain object, text, number or buffer, and each question to the crypto or the line while one of them is open.
WATCH = """() => {
  const seen = globalThis.seen = { durabilities: [], strangers: [], kept: [], asked: [] };
  const open = new Set();
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...how) {
    const begun = transaction.apply(this, how);
    if (this.name !== "outbox" || how[1] !== "readwrite") return begun;
    seen.durabilities.push(begun.durability);
    open.add(begun);
    for (const end of ["complete", "abort"]) begun.addEventListener(end, () => open.delete(begun));
    return begun;
  };
  const isPlain = value => value === null || typeof value !== "object" || value instanceof ArrayBuffer ||
    Array.isArray(value) && value.every(isPlain) ||
    Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain);
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (value, key) {
    if (!isPlain(value)) seen.strangers.push(`${this.name}: ${value.constructor.name}`);
    if (this.name === "body") seen.kept.push(value instanceof ArrayBuffer);
    return key === undefined ? put.call(this, value) : put.call(this, value, key);
  };
  const watch = (place, name) => {
    const asked = place[name];
    place[name] = function (...how) {
      if (open.size > 0) seen.asked.push(name);
      return asked.apply(this, how);
    };
  };
  for (const name of ["digest", "deriveBits", "deriveKey", "encrypt", "importKey", "generateKey", "exportKey"]) {
    watch(SubtleCrypto.prototype, name);
  }
  watch(globalThis, "fetch");
  watch(globalThis, "setTimeout");
}"""
# The write of each kind succeeds, and then the whole of it is taken back: a disk that filled up at the last moment.
FAIL_AT_COMMIT = """times => {
  globalThis.undone = 0;
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...what) {
    const asked = put.apply(this, what);
    if (this.name === "meta" && globalThis.undone < times) {
      globalThis.undone += 1;
      asked.addEventListener("success", () => this.transaction.abort());
    }
    return asked;
  };
}"""
ALWAYS = 1_000_000
NEVER_SAYS = "StorageManager.prototype.persist = () => new Promise(() => {})"
NOTE_LISTENERS = """
  globalThis.listenedFor = [];
  const { addEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, ...how) {
    globalThis.listenedFor.push(type);
    return addEventListener.call(this, type, ...how);
  };
"""
LAST_WORDS = {"beforeunload", "unload", "pagehide"}


def files_watched(way: Way) -> dict[str, list[object]]:
    """File one report with nobody answering, and tell what was seen; then let it go."""
    phone = way.phone
    # Once this is over no contact is under way, which would keep something of its own.
    phone.goes_to("Outbox")
    phone.taps_button("Send now")
    phone.says("Done.")
    way.proxy.breaks("/api/outbox/", "hang")
    phone.goes_to("Today")
    phone.begins_a_report(GRAZED_KNEE)
    phone.asks(WATCH)
    phone.taps_button("Save report")
    phone.is_headed("Report saved")
    phone.says(WAITING)
    seen: dict[str, list[object]] = phone.asks("seen")
    way.proxy.mends()
    phone.counts_in_its_outbox(0)
    return seen


def test_a_report_is_filed_in_strict_transactions_and_kept_as_a_plain_buffer(way: Way) -> None:
    seen = files_watched(way)
    assert set(seen["durabilities"]) == {"strict"}
    assert seen["kept"] == [True]
    assert seen["strangers"] == []


def test_nothing_is_sealed_asked_or_awaited_while_a_filing_is_open(way: Way) -> None:
    assert files_watched(way)["asked"] == []


def test_the_watch_sees_what_is_planted(way: Way) -> None:
    way.phone.asks(WATCH)
    way.phone.asks("""async () => {
      const database = await new Promise(done => {
        indexedDB.open("outbox").onsuccess = ({ target }) => done(target.result);
      });
      const store = database.transaction("body", "readwrite").objectStore("body");
      store.put(new Blob(["x"]), ["record", "planted"]);
      crypto.subtle.digest("SHA-256", new Uint8Array(1));
      store.delete(["record", "planted"]);
      database.close();
    }""")
    seen = way.phone.asks("seen")
    # At any moment the page may note what came of its last contact, and set the clock for the next.
    assert "default" in seen["durabilities"]
    assert False in seen["kept"]
    assert "body: Blob" in seen["strangers"]
    assert "digest" in seen["asked"]


def test_a_write_that_succeeded_and_was_taken_back_is_not_called_saved(way: Way) -> None:
    phone: Phone = way.phone
    before = len(phone.keeps_in("outbox")["envelope"])
    phone.begins_a_report("Taken back at the last moment.")
    phone.asks(FAIL_AT_COMMIT, ALWAYS)
    phone.taps_button("Save report")
    phone.says("NOT saved.")
    expect(phone.field("What happened?")).to_have_value("Taken back at the last moment.")
    phone.counts_in_its_outbox(0)
    assert len(phone.keeps_in("outbox")["envelope"]) == before
    phone.asks("globalThis.undone = Infinity")
    phone.taps_button("Save report")
    phone.is_headed("Report saved")
    phone.counts_in_its_outbox(0)
    way.has_once("Taken back at the last moment.")


def test_what_is_written_is_kept_without_any_last_word_of_the_page(way: Way) -> None:
    phone = way.phone
    before_every_page(phone.context, NOTE_LISTENERS)
    phone.reloads()
    phone.begins_a_report("Half a sentence, and then")
    phone.waits_until_kept("Half a sentence, and then")
    listened = set(phone.asks("listenedFor"))
    assert "visibilitychange" in listened
    assert not LAST_WORDS & listened
    phone.taps_button("Save report")
    phone.is_headed("Report saved")


def test_a_browser_that_never_says_whether_it_will_keep_things_holds_up_nothing(way: Way) -> None:
    phone = way.phone
    before_every_page(phone.context, NEVER_SAYS)
    phone.reloads()
    phone.is_headed("Today: Castle visit")
    phone.reports_a_grazed_knee("Asked, and never answered.")
    phone.counts_in_its_outbox(0)
    way.has_once("Asked, and never answered.")
