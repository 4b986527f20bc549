"""An Android phone, from the QR code to the installed app, in Chromium with a Pixel's name, size and touch screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser.chromium import Handset
from tests.browser.phone import AT_SCHOOL, GRAZED_KNEE, Phone
from tests.browser.school import School


@pytest.fixture
def android(playwright: Playwright, school: School, tmp_path: Path) -> Iterator[Phone]:
    """A Pixel that has never opened Lanyard."""
    pixel = {name: look for name, look in playwright.devices["Pixel 7"].items() if name != "default_browser_type"}
    phone = Phone(Handset(playwright, tmp_path / "pixel", **pixel), school.url)
    yield phone
    phone.handset.closes()
    assert phone.complaints == []


def test_one_tap_after_the_qr_code_the_phone_is_ready_and_offers_to_be_installed(
    android: Phone, school: School
) -> None:
    code = school.makes_a_code_for("Phone 3")
    android.opens_the_app(through=f"/app#/setup/{code}")
    expect(android.field("Set-up code")).to_have_value(f"{code[:4]}-{code[4:]}")
    expect(android.page.get_by_role("button", name="Install Lanyard")).to_have_count(0)
    android.taps = 0
    android.taps_button("Set up this phone")
    android.is_headed("Phone 3 is ready")
    assert android.taps == 1
    expect(android.page.get_by_role("button", name="Install Lanyard")).to_be_visible()
    android.taps_link("Go to today")
    android.reports_a_grazed_knee()
    android.says(AT_SCHOOL)
    school.has_exactly_once(GRAZED_KNEE)
