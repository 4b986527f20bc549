"""JavaScript off: the phone app says what to do, and the office's pages work as ever."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import busy_day, custody_pages, looks, retention_pages, screens
from tests.browser.office import Office
from tests.browser.school import School

SMALLEST_TARGET = 48


@pytest.fixture
def plain_window(browser: Browser, school: School) -> Iterator[Office]:
    """A window in a browser whose JavaScript is off."""
    office = Office(browser, school, java_script_enabled=False)
    yield office
    office.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_phone_app_says_what_to_do(plain_window: Office, scheme: str) -> None:
    page = plain_window.page
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(looks.PHONE)
    plain_window.goes_to("/app")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lanyard needs JavaScript")
    expect(page.get_by_role("paragraph").filter(has_text="Switch it on in the browser's settings")).to_be_visible()
    expect(page.get_by_role("link", name="Call 999")).to_have_attribute("href", "tel:999")
    expect(page.get_by_text("Opening")).not_to_be_visible()
    box = page.get_by_role("link", name="Call 999").bounding_box()
    assert box is not None
    assert box["height"] >= SMALLEST_TARGET


def test_every_page_of_the_office_works(plain_window: Office, school: School) -> None:
    busy_day.happens_at(school)
    custody_pages.are_kept_at(school)
    retention_pages.happened_long_ago_at(school)
    walked = list(screens.of_the_office(plain_window))
    assert "office-incident" in walked
    assert plain_window.complaints == []
