"""A parent withdraws while they are out: the office rings the phone that has not heard; its photos are held back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from server.shell import demo_consent
from server.trips.rules import short_names
from tests.browser import photo_day
from tests.browser.chromium import WITH_A_CAMERA, Handset
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.school import School

_GOING = """
SELECT upn, first_name, last_name FROM pupil
JOIN trip_pupil ON trip_pupil.pupil_id = pupil.id JOIN trip ON trip.id = trip_pupil.trip_id
WHERE trip.title = 'Castle visit'
"""


@pytest.fixture
def withdrawn(data_folder: Path) -> tuple[str, str]:
    """A pupil on the castle visit who may be in every photo at first: by full name, and as the list has them."""
    with closing(sqlite3.connect(data_folder / "database" / "lanyard.sqlite3")) as database:
        rows = database.execute(_GOING).fetchall()
    place = [upn for upn, *_name in rows].index(f"Z9{demo_consent.ENDING:011}")
    names = [(first, last) for _upn, first, last in rows]
    return " ".join(names[place]), short_names(names)[place]


@pytest.fixture
def camera_phone(playwright: Playwright, proxy: FaultyProxy, school: School, tmp_path: Path) -> Iterator[Phone]:
    """Phone 3 with a camera and today's list, behind a line that may break."""
    phone = Phone(Handset(playwright, tmp_path / "phone", window=False, switches=WITH_A_CAMERA), proxy.url)
    phone.opens_the_app()
    phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
    photo_day.opens_the_phone(phone)
    yield phone
    phone.closes()
    assert phone.complaints == []


def photographs(phone: Phone, short_name: str) -> None:
    """Take and keep a photo of one pupil, picked by name."""
    phone.goes_to("Today")
    phone.taps_link("Take a photo")
    phone.taps_button("Outdoors")
    phone.page.get_by_role("checkbox", name=f"{short_name} Heron", exact=True).check()
    phone.taps_button("Check 1 pupil")
    phone.is_headed("Go")
    phone.taps_button("They know. Open camera")
    phone.taps_button("Take the photo")
    phone.taps_button("Nobody else: keep it")
    phone.hears("1 photo kept.")


@pytest.fixture
def other_phone(new_handset: Callable[[str], Phone], school: School) -> Phone:
    """Phone 4, whose line holds, with today's list on it."""
    phone = new_handset(school.url)
    phone.is_set_up_with(school.makes_a_code_for("Phone 4"))
    phone.chooses_a_pin_as("staff")
    phone.hears_of_its_list()
    return phone


def withdraws(office: Office) -> None:
    """The DSL records that a parent takes everything back."""
    office.signs_in_as("dsl")
    office.opens_the_consent_of("Z9", demo_consent.ENDING)
    office.page.get_by_label("Who withdraws?").fill("Mrs Akande")
    office.presses("Withdraw everything")


def finds_it_held_back(office: Office) -> None:
    """It is in no gallery, stands among those held back, and cannot be let in."""
    office.goes_to("/office/photos")
    office.page.get_by_role("link", name="Castle visit").click()
    office.page.get_by_role("radio", name="Consent was withdrawn").check()
    office.presses("Show them")
    office.sees("1 photo held back.")
    office.sees("There is no photo to show here.")
    office.goes_to("/office/photos/held")
    office.sees("there was no yes for somebody in it")
    office.page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    office.presses("Look at it, because of consent")
    picture = office.page.get_by_role("img", name="Photo taken")
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 300
    office.page.get_by_role("radio", name="Let it in").check()
    office.presses("Note it")
    office.sees("Consent did not hold on the day it was taken.")


def test_a_phone_without_a_signal_is_rung_and_what_it_photographs_meanwhile_is_held_back(
    camera_phone: Phone,
    other_phone: Phone,
    proxy: FaultyProxy,
    school: School,
    office: Office,
    withdrawn: tuple[str, str],
) -> None:
    proxy.breaks("/api/", "refuse")
    withdraws(office)
    office.sees("Ring Phone 3 on 07700")
    office.sees(f"No photos of {withdrawn[0]} from now on.")
    other_phone.goes_to("Outbox")
    with other_phone.page.expect_response("**/api/packs/**"):
        other_phone.taps_button("Send now")
    office.goes_to("/office/consent/to-tell")
    office.sees("Heard at ")
    office.sees_nothing_of("Ring Phone 4")
    office.presses("Phone 3 was told")
    office.sees("Told at ")
    office.goes_to("/office")
    office.sees_nothing_of("Ring Phone 3")
    photographs(camera_phone, withdrawn[1])
    proxy.mends()
    photo_day.lets_go_of_everything(camera_phone)
    finds_it_held_back(office)
    school.proves_its_audit_log()
