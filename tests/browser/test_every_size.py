"""Every screen of the phone in every window: nothing cut off, nothing too small for a glove, nothing under a bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from tests.browser import measures, screens, windows
from tests.browser.chromium import Handset
from tests.browser.phone import Phone
from tests.browser.school import School
from tests.browser.windows import WINDOWS


def faults_in_every_window(page: Page) -> dict[str, list[str]]:
    """What is wrong with the size of things, by window; windows where all is well are left out."""
    with windows.each_window(page) as each:
        found = {name: measures.faults_of_size(page, notch=WINDOWS[name].notch) for name in each}
    return {name: faults for name, faults in found.items() if faults}


@pytest.fixture(scope="module")
def walked(playwright: Playwright, copy_of_the_demo: Callable[[], Path]) -> Iterator[dict[str, dict[str, list[str]]]]:
    """A phone taken through every screen, measured on each in every window."""
    folder = copy_of_the_demo()
    with School(folder) as school:
        phone = Phone(Handset(playwright, folder.parent / "profile"), school.url)
        phone.opens_the_app()
        yield {name: faults_in_every_window(phone.page) for name in screens.of_the_phone(phone, school)}
        phone.handset.closes()


def test_every_screen_fits_every_window(walked: dict[str, dict[str, list[str]]]) -> None:
    assert len(walked) >= 25
    assert {name: found for name, found in walked.items() if found} == {}


TOO_WIDE = "main.append(Object.assign(new Image(), { width: 2000 }))"
TOO_SMALL = "sign_in.className = ''"
TOO_NEAR = "dock.append(sign_in.cloneNode(true))"
TOO_HIGH = "dock.firstElementChild.append('Long '.repeat(120))"
COVERED = "document.styleSheets[0].insertRule('html { scroll-padding: 0 !important }', 0)"


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        (TOO_WIDE, "off the side"),
        (TOO_SMALL, '"Sign in"'),
        (TOO_NEAR, "0 px between"),
        (TOO_HIGH, "the bars take"),
        (COVERED, "covered"),
    ],
)
def test_the_measure_finds_what_is_planted(phone: Phone, planted: str, fault: str) -> None:
    parts = "const [main, dock, sign_in] = ['main', '.dock', '.who a'].map(found => document.querySelector(found));"
    phone.asks(f"() => {{ {parts} {planted}; }}")
    found = faults_in_every_window(phone.page)
    assert any(fault in line for lines in found.values() for line in lines), found
