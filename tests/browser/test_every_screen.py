"""Every screen and page, walked once: free of what axe finds in any light, and of breaches of the security policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import busy_day, custody_pages, looks, retention_pages, screens
from tests.browser.office import Office
from tests.browser.school import School
from tests.browser.walks import Walk

PHONE_SCREENS = 91
OFFICE_PAGES = 278

# What axe found on each page, and what the console complained of on the way.
Looked = tuple[dict[str, list[Any]], list[str]]


@pytest.fixture(scope="module")
def walked_office(browser: Browser, copy_of_the_demo: Callable[[], Path]) -> Iterator[Looked]:
    """An office taken through every page it has, on a busy day."""
    with School(copy_of_the_demo()) as school:
        busy_day.happens_at(school)
        custody_pages.are_kept_at(school)
        retention_pages.happened_long_ago_at(school)
        office = Office(browser, school)
        faults = {name: looks.faults_in_every_light(office.page) for name in screens.of_the_office(office)}
        yield faults, office.complaints
        office.context.close()


def test_every_screen_of_the_phone_is_clean(walked_phone: Walk) -> None:
    assert len(walked_phone.faults) == PHONE_SCREENS
    assert {name: found for name, found in walked_phone.faults.items() if found} == {}


def test_every_screen_of_the_phone_is_one_tap_from_a_way_to_call(walked_phone: Walk) -> None:
    assert len(walked_phone.calls) == PHONE_SCREENS
    assert [name for name, ways in walked_phone.calls.items() if not ways] == []


def test_every_page_of_the_office_is_clean(walked_office: Looked) -> None:
    faults, _complaints = walked_office
    assert len(faults) == OFFICE_PAGES
    assert {name: found for name, found in faults.items() if found} == {}


def test_nothing_on_the_way_breaches_the_content_security_policy(walked_phone: Walk, walked_office: Looked) -> None:
    assert walked_phone.complaints == []
    assert walked_office[1] == []


def test_the_look_finds_what_is_planted(office: Office) -> None:
    office.goes_to("/sign-in")
    office.page.evaluate("document.querySelector('label').remove()")
    office.page.evaluate("document.querySelector('main').append('x'.repeat(200))")
    office.page.evaluate(
        "document.styleSheets[0].insertRule(`@media (prefers-color-scheme: dark) { h1 { color: #111 !important } }`)"
    )
    found = looks.faults_in_every_light(office.page)
    assert any("label" in fault for fault in found)
    assert any(fault[0] == "dark" and "color-contrast" in fault for fault in found)
    assert not any(fault[0] == "light" and "color-contrast" in fault for fault in found)
    assert ["runs off the side", looks.NARROWEST["width"]] in found


def test_a_planted_breach_is_refused_and_heard(office: Office) -> None:
    office.goes_to("/")
    office.page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert any("Content Security Policy" in complaint for complaint in office.complaints)
    assert office.page.evaluate("document.body.style.color") == ""
