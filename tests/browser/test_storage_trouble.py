"""A phone that cannot keep a report says so aloud and leaves it in the form; nothing is ever "saved" that is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from server.shell.demo_school import PASSWORD
from tests.browser.chromium import PATIENCE_MS, before_every_page
from tests.browser.phone import AT_SCHOOL, GRAZED_KNEE, Phone
from tests.browser.school import School
from tests.cast import address_of

# The errors of a connection that iOS broke while the phone slept.
BREAK_CONNECTIONS = """
{
  const transaction = IDBDatabase.prototype.transaction;
  globalThis.breaks = 0;
  globalThis.broke = 0;
  IDBDatabase.prototype.transaction = function (...how) {
    if (globalThis.breaks > 0 && this.name === "outbox" && how[1] === "readwrite") {
      globalThis.breaks -= 1;
      globalThis.broke += 1;
      throw new DOMException("The connection was lost", "InvalidStateError");
    }
    return transaction.apply(this, how);
  };
}
"""
ALWAYS = 1_000_000
# Another page's write that does not end until it is told to: what comes after it gets no answer.
HOLDS_THE_OUTBOX = """() => new Promise(holding => {
  const opening = indexedDB.open("outbox");
  opening.onsuccess = () => {
    const held = opening.result.transaction(["envelope", "body", "meta"], "readwrite");
    const hold = () => { if (!globalThis.isLetGo) held.objectStore("meta").getAllKeys().onsuccess = hold; };
    held.oncomplete = () => opening.result.close();
    held.objectStore("meta").getAllKeys().onsuccess = () => { hold(); holding(); };
  };
})"""


@pytest.fixture
def fragile_phone(phone: Phone) -> Phone:
    """Phone 3, on which connections to the outbox can be broken."""
    before_every_page(phone.context, BREAK_CONNECTIONS)
    phone.reloads()
    return phone


def opens_full(phone: Phone) -> None:
    """Open the phone again with no room left on it."""
    phone.handset.closes()
    phone.starts_the_browser()
    phone.is_full()
    phone.goes_to_the_app()


def test_a_full_phone_says_not_saved_and_keeps_the_form(phone: Phone, school: School) -> None:
    opens_full(phone)
    phone.begins_a_report(GRAZED_KNEE)
    phone.taps_button("Save report")
    phone.says("NOT saved. This phone is full.")
    phone.says("Ring the base contact")
    expect(phone.field("What happened?")).to_have_value(GRAZED_KNEE)
    phone.counts_in_its_outbox(0)
    assert phone.keeps_in("outbox")["envelope"] == []
    assert school.exports() == []


def test_a_phone_with_room_again_saves_the_same_form(phone: Phone, school: School) -> None:
    opens_full(phone)
    phone.begins_a_report(GRAZED_KNEE)
    phone.taps_button("Save report")
    phone.says("NOT saved")
    phone.is_full(is_full=False)
    phone.taps_button("Save report")
    phone.says(AT_SCHOOL)
    school.has_exactly_once(GRAZED_KNEE)


def test_a_connection_broken_once_is_opened_again_unseen(fragile_phone: Phone, school: School) -> None:
    phone = fragile_phone
    phone.begins_a_report(GRAZED_KNEE)
    phone.asks("globalThis.breaks = 1")
    phone.taps_button("Save report")
    phone.says(AT_SCHOOL)
    assert phone.asks("globalThis.broke") == 1
    school.has_exactly_once(GRAZED_KNEE)


def test_a_connection_that_stays_broken_is_said_aloud(fragile_phone: Phone, school: School) -> None:
    phone = fragile_phone
    phone.begins_a_report(GRAZED_KNEE)
    phone.asks(f"globalThis.breaks = {ALWAYS}")
    phone.taps_button("Save report")
    phone.says("NOT saved. This phone's storage did not answer.")
    expect(phone.field("What happened?")).to_have_value(GRAZED_KNEE)
    phone.counts_in_its_outbox(0)
    phone.asks("globalThis.breaks = 0")
    phone.taps_button("Save report")
    phone.says(AT_SCHOOL)
    school.has_exactly_once(GRAZED_KNEE)


def test_a_storage_that_gives_no_answer_is_given_up_and_said_and_nothing_comes_of_it_later(
    phone: Phone, school: School
) -> None:
    holding = phone.context.new_page()
    holding.goto(f"{phone.url}/healthz")
    holding.evaluate(HOLDS_THE_OUTBOX)
    phone.begins_a_report(GRAZED_KNEE)
    phone.taps_button("Save report")
    phone.says("NOT saved. This phone's storage did not answer.", within_ms=2 * PATIENCE_MS)
    expect(phone.field("What happened?")).to_have_value(GRAZED_KNEE)
    holding.evaluate("() => { globalThis.isLetGo = true; }")
    assert phone.keeps_in("outbox")["envelope"] == []
    phone.taps_button("Save report")
    phone.says(AT_SCHOOL)
    school.has_exactly_once(GRAZED_KNEE)


def test_a_phone_whose_storage_never_opens_says_so_at_once(school: School, new_handset: Callable[[str], Phone]) -> None:
    phone = new_handset(school.url)
    before_every_page(phone.context, "indexedDB.open = () => { throw new DOMException('', 'UnknownError'); }")
    phone.reloads()
    phone.says("This phone's storage is not answering.")
    phone.begins_a_report(GRAZED_KNEE)
    phone.taps_button("Save report")
    phone.says("NOT saved.")


def test_nobody_is_called_signed_in_on_a_phone_that_cannot_remember(phone: Phone) -> None:
    phone.asks('void (IDBDatabase.prototype.transaction = () => { throw new DOMException("", "UnknownError"); })')
    phone.tries_to_sign_in("trip_leader", PASSWORD)
    phone.says("it cannot remember who is using it")
    expect(phone.field("E-mail")).to_have_value(address_of("trip_leader"))
