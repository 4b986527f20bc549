"""Items taken and kept: a day that has some, the office's pages about them, and the phone's screens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import expect

from tests.browser import busy_day
from tests.browser.office import Office
from tests.browser.phone import WAITING, Phone
from tests.browser.school import School

TAKEN = {
    "thing": "phone",
    "whose": "Idris Farrant",
    "bag": "37K2",
    "why": "He filmed the others in the dormitory after being asked twice to put it away. " * 3,
    "what": "Black, the screen cracked across one corner, switched off",
    "kept": "Glovebox of coach 2, locked",
    "witness": "Tom Hargreave",
    "signed": "P Shah",
}
SEARCHED = {"searched": "device", "whose": "Idris Farrant", "consent": "parent", "outcome": "stopped"}


def are_kept_at(school: School) -> None:
    """One that was searched and is with the police; one given back twice; two in bags of one number."""
    phone = busy_day.a_phone(school, "Phone 1")
    first = _files(phone, "item.confiscated", 0, **TAKEN)
    _files(phone, "search.made", 10, item=first, by="Daniel Okoro", witness="Priya Shah", basis="harm", **SEARCHED)
    _files(phone, "item.handed_to_police", 60, item=first, officer="PC Ferrier 4411", receiver_signed="Ferrier")
    other = _files(phone, "item.confiscated", 20, **{**TAKEN, "thing": "vape"})
    for minutes in (30, 40):
        _files(phone, "item.released", minutes, item=other, to="Mrs Ellwood", relation="parent")
    _files(phone, "item.released", 50, item="0b9c3f0e-0000-4000-8000-000000000009")
    phone.announces()
    phone.sends(phone.waiting())
    school.has_opened_everything()


def _files(phone: Any, kind: str, minutes: int, **body: Any) -> str:
    at = (datetime.now(UTC) - timedelta(hours=5) + timedelta(minutes=minutes)).isoformat(timespec="milliseconds")
    names = {"item.confiscated": "taken_at", "search.made": "searched_at"}
    names |= {"item.handed_to_police": "handed_at", "item.released": "released_at"}
    filed = phone.files({}, kind=kind, body={"written_at": at, names[kind]: at, **body})
    return str(filed.header["id"])


def of_custody(office: Office) -> Iterator[str]:
    """As the DSL sees them."""
    office.signs_in_as("dsl")
    office.goes_to("/office/custody")
    office.sees("Does not fit together")
    yield "office-custody"
    office.page.get_by_role("link", name="Phone, bag 37K2").click()
    office.sees("nothing of it may be deleted")
    yield "office-custody-item"
    office.page.get_by_role("button", name="Give back").click()
    office.page.get_by_label("At what time?").fill("quarter past")
    office.presses("Save it")
    office.sees("There is a problem")
    yield "office-custody-given-back-refused"
    office.goes_to("/office/custody/searches")
    yield "office-custody-searches"
    office.page.get_by_role("link", name="A phone or other device").click()
    office.sees("Daniel Okoro")
    yield "office-custody-search"
    office.signs_out()


def of_taking(phone: Phone) -> Iterator[str]:
    """From the first screen to an item that is kept, and the forms of what becomes of it."""
    phone.goes_to("Today")
    phone.taps_link("Items kept")
    phone.says("Nothing. What another phone took")
    yield "phone-custody-none"
    phone.taps_link("Take something")
    phone.is_headed("Take something")
    yield "phone-item-taken-empty"
    phone.taps_chip("Tablet or laptop")
    phone.fills("Bag number", "37K2")
    phone.taps_chip("Another time")
    phone.fills("Date and time", "2026-11-21T10:00")
    phone.fills("Why was it taken?", "It filmed others in the dormitory. " * 12)
    yield "phone-item-taken-full"
    phone.taps_button("Save record")
    phone.says("Tablet or laptop, bag 37K2")
    expect(phone.page.get_by_role("main")).not_to_contain_text(WAITING)
    yield "phone-custody"
    phone.taps_link("Record a search (")
    phone.is_headed("Record a search")
    yield "phone-item-searched"
    phone.goes_to_the_app("/app#/custody")
    phone.taps_link("Hand to the police (")
    phone.is_headed("Hand to the police")
    yield "phone-item-police"
    phone.goes_to("Today")
