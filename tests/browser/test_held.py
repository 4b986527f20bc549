"""A held report is found, assigned to its trip by the keyboard alone, and counts there from then on."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser import busy_day
from tests.browser.keyboard import Keyboard
from tests.browser.office import Office
from tests.browser.school import School


def test_a_held_report_is_assigned_to_its_trip_by_keyboard(office: Office, school: School) -> None:
    phone = busy_day.a_phone(school, "Phone 4")
    trip = phone.card["trip"]["id"]
    phone.files(busy_day.NOSEBLEED, "a-trip-of-last-year")
    phone.announces()
    phone.sends(phone.waiting())
    school.has_opened_everything()
    office.signs_in_as("office")
    page, keyboard = office.page, Keyboard(office.page)
    incident = page.get_by_role("main").get_by_role("link", name="Injury")
    office.goes_to(f"/office/trips/{trip}")
    expect(incident).to_have_count(0)
    for role, name in (("link", "To do"), ("link", re.compile("Held for you to check"))):
        keyboard.goes_to(page.get_by_role(role, name=name))
        keyboard.presses("Enter")
    office.is_headed("Number 1 from Phone 4")
    keyboard.chooses(page.get_by_label("Assign it to a trip"))
    keyboard.goes_to(page.get_by_label("Trip", exact=True))
    keyboard.presses("C")
    expect(page.get_by_label("Trip", exact=True)).to_have_value(trip)
    keyboard.goes_to(page.get_by_label("Why?"))
    keyboard.writes("The card on Phone 4 was a year old")
    keyboard.goes_to(page.get_by_role("button", name="Note it"))
    keyboard.presses("Enter")
    office.sees("It is kept, with your reason.")
    office.sees("To decide: 0")
    office.goes_to(f"/office/trips/{trip}")
    expect(incident).to_have_count(1)
