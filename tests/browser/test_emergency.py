"""An emergency in three engines: one tap from a locked phone to the call, two to the first time that is kept.

Without a line, on a phone that never had a list; later at school, in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from server.foundation import clock
from tests.browser import busy_day, in_each_engine, looks
from tests.browser.emergency_screens import IN_GREENWICH
from tests.browser.engines import AnyPhone
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.school import School

# The call leads the screen, and nobody has to look for it.
CALLS = """() => [...document.querySelectorAll("main a[href='tel:999']")].filter(link => {
  const { top, bottom, height } = link.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight && height >= 48;
}).length"""


school, proxy, phone_three = in_each_engine.stands_on()


@pytest.fixture
def phone(phone_three: AnyPhone, proxy: FaultyProxy) -> Iterator[AnyPhone]:
    """Phone 3, locked, on which there has been no list: on its first screen, with no line."""
    phone_three.goes_to_the_app("/app#/")
    proxy.breaks("/", "refuse")
    yield phone_three
    phone_three.complained_of_nothing()


def test_two_taps_keep_the_first_time_without_a_line_or_a_list_and_the_school_reads_all_in_order(
    phone: AnyPhone, proxy: FaultyProxy, school: School, browser: Browser
) -> None:
    phone.taps = 0
    phone.taps_link("Emergency")
    phone.is_headed("Emergency")
    assert (phone.taps, phone.asks(CALLS)) == (1, 1)
    phone.says("I'm a teacher with 32 children at Aldermere Castle.")
    phone.taps_button("999 called")
    phone.says("Emergency since")
    assert phone.taps == 2
    phone.asks(IN_GREENWICH)
    phone.taps_button("Find our position")
    phone.says("TQ 30626 7838")
    phone.says("To within 12 m, just now.")
    phone.taps_button("Ambulance here")
    takes_phones_away_and_gives_them_back_after_a_reload(phone)
    phone.counts_in_its_outbox(6)
    proxy.mends()
    phone.has_a_line_again()
    phone.counts_in_its_outbox(0)
    office = Office(browser, school)
    reads_it_running(office, school)
    phone.taps_button("Incident over")
    phone.says("Over since")
    phone.counts_in_its_outbox(0)
    school.has_opened_everything()
    office.reloads()
    office.sees("Over since")
    office.sees_nothing_of("This emergency is running")
    assert office.complaints == []
    office.context.close()


def takes_phones_away_and_gives_them_back_after_a_reload(phone: AnyPhone) -> None:
    """The camera is shut as long as that holds, and the first screen says so."""
    phone.taps_button("No phones, no photographs")
    phone.says("Please put every phone away now.")
    phone.reloads()
    phone.goes_to("Today")
    phone.says("No phones, no photographs since")
    phone.goes_to_the_app("/app#/photo")
    phone.says("no phones, no photographs")
    phone.taps_link("See the emergency")
    phone.taps_button("Phones and photographs are allowed again")
    phone.says("Phones and photographs allowed again")
    phone.says_nothing_of("Please put every phone away")


def reads_it_running(office: Office, school: School) -> None:
    """The trip's leader finds it before all else, and its steps in the order they were taken."""
    school.has_opened_everything()
    office.signs_in_as("evc")
    first = office.page.get_by_role("main").get_by_role("listitem").first
    first.get_by_role("link", name="Emergency, running now").click()
    office.sees("This emergency is running")
    done = [line for line in office.page.locator(".timeline__what").all_inner_texts() if "lert" not in line]
    assert done == [
        *("Reported", "999 called", "Position found", "Ambulance here", "No phones, no photographs"),
        "Phones and photographs allowed again",
    ]
    office.sees("TQ 30626 7838")
    assert looks.faults_in_every_light(office.page) == []


def test_another_phone_of_the_trip_learns_of_it_shuts_its_camera_and_joins(
    phone: AnyPhone, proxy: FaultyProxy, school: School
) -> None:
    report = begins_an_emergency_and_takes_phones_away(school)
    proxy.mends()
    phone.has_a_line_again()
    phone.says("On another phone of this trip")
    phone.goes_to_the_app("/app#/photo")
    phone.says("no phones, no photographs")
    phone.taps_link("See the emergency")
    phone.taps_button("Join this emergency")
    phone.taps_button("Police here")
    phone.says("Police here, ")
    phone.counts_in_its_outbox(0)
    school.has_opened_everything()
    steps: list[dict[str, Any]] = [line["body"] for line in school.exports() if line.get("kind") == "step.taken"]
    assert [(one["step"], one["incident"]) for one in steps[-1:]] == [("police_here", report)]


def begins_an_emergency_and_takes_phones_away(school: School) -> str:
    """What Phone 4 of the same trip does; the emergency's id."""
    four = busy_day.a_phone(school, "Phone 4")
    trip = four.card["trip"]["id"]
    now = clock.as_text(clock.now())
    report = four.files({"category": "emergency", "severity": "critical", "started_at": now}, trip)
    incident: str = report.header["id"]
    held = {"incident": incident, "step": "hold_begun", "taken_at": now}
    four.files({}, trip, kind="step.taken", body=held)
    four.announces()
    four.sends(four.waiting())
    school.has_opened_everything()
    return incident
