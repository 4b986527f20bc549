"""Every journey on the phone by the keyboard alone: Tab, Shift+Tab, Enter, Space, arrows and letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser.chromium import Handset
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.keyboard_phone import KeyboardPhone
from tests.browser.phone import AT_SCHOOL, GRAZED_KNEE, WAITING
from tests.browser.school import School

NewKeyboardPhone = Callable[[str], KeyboardPhone]


@pytest.fixture
def new_keyboard_phone(playwright: Playwright, tmp_path: Path) -> Iterator[NewKeyboardPhone]:
    """`new_keyboard_phone(url)` is a phone never opened before, with a keyboard."""
    phones: list[KeyboardPhone] = []

    def make(url: str) -> KeyboardPhone:
        phones.append(KeyboardPhone(Handset(playwright, tmp_path / f"profile {len(phones)}", window=False), url))
        phones[-1].opens_the_app()
        return phones[-1]

    yield make
    for phone in phones:
        phone.handset.closes()
        assert phone.complaints == []


def test_from_setting_up_to_the_school_by_keyboard(new_keyboard_phone: NewKeyboardPhone, school: School) -> None:
    phone = new_keyboard_phone(school.url)
    phone.types_code("ABC")
    expect(phone.field("Set-up code")).to_be_focused()
    phone.fills("Set-up code", school.makes_a_code_for("Phone 3"))
    phone.taps_button("Set up this phone")
    phone.is_headed("Phone 3 is ready")
    phone.taps_link("Go to today")
    phone.is_headed("Today")
    phone.signs_in_as("trip_leader")
    school.stop()
    phone.reports_a_grazed_knee()
    phone.says(WAITING)
    phone.goes_to("Outbox")
    phone.is_headed("Outbox")
    phone.taps_button("Send now")
    phone.says("No answer from the school")
    expect(phone.page.get_by_role("button", name="Send now")).to_be_focused()
    school.start()
    phone.taps_button("Send now")
    phone.says(AT_SCHOOL)
    phone.holds_the_focus()
    school.has_exactly_once(GRAZED_KNEE)


def test_a_report_is_discarded_by_keyboard_and_the_focus_stays_near(
    new_keyboard_phone: NewKeyboardPhone, school: School
) -> None:
    phone = new_keyboard_phone(school.url)
    phone.begins_a_report(GRAZED_KNEE)
    phone.taps_button("Discard this report")
    expect(phone.page.get_by_role("button", name="Keep it")).to_be_focused()
    phone.taps_button("Keep it")
    expect(phone.page.get_by_role("button", name="Discard this report")).to_be_focused()
    phone.taps_button("Discard this report")
    phone.taps_button("Yes, discard it")
    phone.is_headed("Today")


def test_the_tunnel_is_entered_and_left_by_keyboard(new_keyboard_phone: NewKeyboardPhone, school: School) -> None:
    phone = new_keyboard_phone(school.url)
    phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
    phone.turns("Coach in a tunnel")
    phone.holds_the_focus()
    phone.reports_a_grazed_knee()
    phone.says(WAITING)
    phone.turns("Coach in a tunnel")
    phone.says(AT_SCHOOL)


def test_a_new_version_comes_in_by_keyboard(
    new_keyboard_phone: NewKeyboardPhone, school: School, proxy: FaultyProxy
) -> None:
    phone = new_keyboard_phone(proxy.url)
    phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
    proxy.publishes_a_newer_version()
    phone.chooses_a_pin_as("trip_leader")
    phone.reloads()
    phone.hears("A new version is ready.")
    phone.unlocks_as("Priya Shah")
    phone.begins_a_report(GRAZED_KNEE)
    phone.waits_until_kept(GRAZED_KNEE)
    phone.taps_button("Update")
    phone.hears("You are writing. It is kept as unfinished")
    phone.holds_the_focus()
    phone.taps_button("Later")
    expect(phone.page.get_by_role("button", name="Update", exact=True)).to_be_focused()
    phone.taps_button("Update")
    with phone.page.expect_navigation():
        phone.taps_button("Update now")
    phone.unlocks_as("Priya Shah")
    phone.taps_link("Continue")
    expect(phone.field("What happened?")).to_have_value(GRAZED_KNEE)
