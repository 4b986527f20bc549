"""A lost phone: what was filed lies on it sealed, and nothing typed lies anywhere a browser keeps things in clear."""

from __future__ import annotations

from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.phone import WAITING, Phone

CANARY = "zebra-marmalade-4711"
# A row in clear where unfinished reports are kept.
PLANT = """text => new Promise((resolve, reject) => {
  const opening = indexedDB.open("drafts");
  opening.onsuccess = () => {
    const writing = opening.result.transaction("draft", "readwrite");
    writing.objectStore("draft").put({ id: "planted", text });
    writing.oncomplete = () => resolve(opening.result.close());
    writing.onabort = reject;
  };
})"""


def test_nothing_filed_lies_on_the_phone_in_clear(proxied_phone: Phone, proxy: FaultyProxy) -> None:
    phone = proxied_phone
    proxy.breaks("/api/outbox/", "refuse")
    phone.reports_a_grazed_knee(f"{CANARY} in the text")
    phone.says(WAITING)
    outbox = phone.keeps_in("outbox")
    assert len(outbox["envelope"]) == len(outbox["body"]) == 1
    assert len(outbox["body"][0]) > 1000
    for database in phone.asks("indexedDB.databases().then(all => all.map(({ name }) => name))"):
        assert CANARY not in str(phone.keeps_in(database)), f"It lies in clear in {database}."


def test_the_search_for_clear_text_finds_what_lies_there(phone: Phone) -> None:
    phone.begins_a_report("Anything.")
    phone.waits_until_kept("Anything.")
    phone.asks(PLANT, CANARY)
    assert CANARY in str(phone.keeps_in("drafts"))


def test_nothing_is_kept_where_scripts_and_browsers_leave_things(phone: Phone) -> None:
    phone.signs_in_as("trip_leader")
    phone.reports_a_grazed_knee(CANARY)
    phone.lists_at_school(1)
    assert phone.asks("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert phone.asks("document.cookie") == ""
    assert CANARY not in phone.asks("location.href + document.title + JSON.stringify(history.state)")


def test_the_sealed_bytes_go_once_the_school_holds_them_twice(phone: Phone) -> None:
    phone.reports_a_grazed_knee(CANARY)
    phone.lists_at_school(1)
    phone.lets_go_of_sealed_bytes()
    assert phone.keeps_in("outbox")["body"] == []
