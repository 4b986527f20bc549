"""An iPhone and an iPad, from the QR code to the school, in WebKit.

What stands in for Apple's own is said in tests/browser/webkit.py: this is no Safari, and no home screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser import webkit
from tests.browser.office import Office
from tests.browser.phone_words import AT_SCHOOL, GRAZED_KNEE, WAITING
from tests.browser.school import School
from tests.browser.webkit import Display, WebKitHandset
from tests.browser.webkit_phone import WebKitPhone

NewAppleDevice = Callable[..., WebKitPhone]


@pytest.fixture(scope="module")
def display() -> Iterator[Display]:
    """One screen for every test here."""
    with Display() as display:
        yield display


@pytest.fixture
def new_apple_device(display: Display, tmp_path: Path) -> Iterator[NewAppleDevice]:
    """`new_apple_device(url, is_installed=…)`: an iPad, never opened. A tab and the installed app share nothing."""
    phones: list[WebKitPhone] = []

    def make(
        url: str, *, is_installed: bool, user_agent: str = webkit.IPAD, size: str = webkit.IPAD_SIZE
    ) -> WebKitPhone:
        script = webkit.APPLE + (webkit.INSTALLED if is_installed else "")
        profile = tmp_path / f"profile {len(phones)}"
        phones.append(
            WebKitPhone(WebKitHandset(display, profile, user_agent=user_agent, size=size, script=script), url)
        )
        return phones[-1]

    yield make
    for phone in phones:
        phone.handset.closes()


def test_an_installed_ipad_reports_without_signal_is_killed_and_the_office_has_it(
    new_apple_device: NewAppleDevice, school: School, office: Office
) -> None:
    ipad = new_apple_device(school.url, is_installed=True)
    ipad.opens_the_app()
    ipad.is_set_up_with(school.makes_a_code_for("Year 5 iPad"))
    school.kill()
    ipad.reports_a_grazed_knee()
    ipad.says(WAITING)
    ipad.counts_in_its_outbox(1)
    ipad.is_killed()
    ipad.opens_again()
    ipad.is_headed("Today: Castle visit, 32 pupils")
    ipad.counts_in_its_outbox(1)
    school.start()
    ipad.goes_to("Outbox")
    ipad.taps_button("Send now")
    ipad.says(AT_SCHOOL)
    office.signs_in_as("dsl")
    office.sees_the_trip("Castle visit", announced=1, arrived=1, missing=0)
    office.reads_the_incident("Injury")
    office.sees(GRAZED_KNEE)
    school.has_exactly_once(GRAZED_KNEE)
