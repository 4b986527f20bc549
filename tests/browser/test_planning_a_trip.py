"""Somebody new in the office plans a trip from nothing, and the phone that goes shows it on Today."""

from __future__ import annotations

from collections.abc import Callable

from server.foundation import clock
from tests.browser import trip_pages
from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.school import School


def test_a_trip_planned_from_nothing_is_on_the_phone_that_goes(
    new_handset: Callable[[str], Phone], school: School, office: Office
) -> None:
    office.signs_in_as("office")
    office.goes_to("/office/trips")
    office.page.get_by_role("button", name="Plan a trip").click()
    trip_pages.plans(office, "Zoo visit", clock.today(), clock.today())
    trip_pages.chooses_the_leader(office, "Priya Shah")
    trip_pages.ticks_the_class(office, "Plover")
    office.page.get_by_label("Rosa").first.uncheck()
    office.presses("Save who goes")
    trip_pages.brings_a_list(office, "Name,Class\nAda Abbott,Robin\n")
    office.presses("Put 1 pupil on the trip")
    trip_pages.chooses_phones(office, "Phone 1", "Phone 2")
    office.presses("Save which phones go")
    office.sees("30 pupils: Plover 29, Robin 1")
    office.sees("Phone 1, Phone 2")
    office.sees_nothing_of("Look at this before it leaves")

    phone = new_handset(school.url)
    phone.is_set_up_with(school.makes_a_code_for("Phone 1"), trip="Zoo visit, 30 pupils")
