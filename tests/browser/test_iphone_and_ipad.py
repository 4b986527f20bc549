"""An iPhone and an iPad, from the QR code to the school, in WebKit.

What stands in for Apple's own is said in tests/browser/webkit.py: this is no Safari, and no home screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser import webkit
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.phone_words import AT_SCHOOL, GRAZED_KNEE, WAITING
from tests.browser.school import School
from tests.browser.webkit import Display, WebKitHandset
from tests.browser.webkit_phone import WebKitPhone

NewAppleDevice = Callable[..., WebKitPhone]
NOT_THE_APP = "This is a browser tab, not the installed app."
WHY_NOT_HERE = "Safari forgets this page after a week without use, and the installed app cannot see what is saved here."
WHEN_YOU_HAVE_SIGNAL = "Open Lanyard when you have signal."
# Upright, on its side, half of it, a third of it: 200% on half a screen is a third of it and a bit.
IN_EVERY_WAY = ((820, 1180), (1180, 820), (410, 1180), (320, 1180))


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


def test_an_ipads_way_from_the_qr_code_to_the_office(
    new_apple_device: NewAppleDevice, school: School, proxy: FaultyProxy, office: Office
) -> None:
    code = school.makes_a_code_for("Year 5 iPad")
    safari = new_apple_device(proxy.url, is_installed=False)
    safari.opens_the_app(through=f"/app#/setup/{code}")
    safari.says("Add to Home Screen, then open Lanyard there.")
    safari.says(f"{code[:4]}-{code[4:]}")
    assert not [asked for asked in proxy.heard if asked.startswith("POST")], "Scanning the code asked the school."
    ipad = new_apple_device(proxy.url, is_installed=True)
    ipad.opens_the_app()
    ipad.is_set_up_with(code)
    school.kill()
    ipad.reports_a_grazed_knee()
    ipad.says(WAITING)
    ipad.says(WHEN_YOU_HAVE_SIGNAL)
    ipad.is_killed()
    ipad.opens_again()
    ipad.is_headed("Castle visit")
    ipad.counts_in_its_outbox(1)
    ipad.says(WHEN_YOU_HAVE_SIGNAL)
    ipad.goes_to("Outbox")
    school.start()
    ipad.taps_button("Send now")
    ipad.says(AT_SCHOOL)
    office.signs_in_as("dsl")
    office.sees_the_trip("Castle visit", announced=1, arrived=1, missing=0)
    office.reads_the_incident("Injury")
    office.sees(GRAZED_KNEE)
    school.has_exactly_once(GRAZED_KNEE)


def test_an_iphones_tab_says_why_a_report_is_not_safe_there_and_what_to_do(
    new_apple_device: NewAppleDevice, school: School
) -> None:
    safari = new_apple_device(school.url, is_installed=False, user_agent=webkit.IPHONE, size=webkit.IPHONE_SIZE)
    safari.opens_the_app()
    safari.says(NOT_THE_APP)
    safari.says(WHY_NOT_HERE)
    safari.taps_link("Report an incident")
    safari.says(WHY_NOT_HERE)
    safari.taps_link("What to do")
    safari.is_headed("Install Lanyard")
    safari.says("Add to Home Screen")


def test_an_installed_app_is_not_warned_of_itself(new_apple_device: NewAppleDevice, school: School) -> None:
    ipad = new_apple_device(school.url, is_installed=True)
    ipad.opens_the_app()
    ipad.says_nothing_of(NOT_THE_APP)
    ipad.goes_to_set_up()
    ipad.says_nothing_of("Add to Home Screen")


def test_what_was_reported_in_a_tab_goes_from_the_tab(new_apple_device: NewAppleDevice, school: School) -> None:
    safari = new_apple_device(school.url, is_installed=False)
    safari.opens_the_app()
    safari.reports_a_grazed_knee()
    safari.says("Something waits in this tab.")
    safari.is_set_up_with(school.makes_a_code_for("Year 5 iPad"))
    safari.counts_in_its_outbox(0)
    school.has_exactly_once(GRAZED_KNEE)


def test_an_ipad_turned_shared_or_enlarged_hides_nothing(new_apple_device: NewAppleDevice, school: School) -> None:
    ipad = new_apple_device(school.url, is_installed=True)
    ipad.opens_the_app()
    for screen in ("", "report", "outbox", "setup", "install", "sign-in"):
        ipad.goes_to_the_app(f"/app#/{screen}")
        for width, height in IN_EVERY_WAY:
            ipad.shows_all_of_its_width(width, height)
