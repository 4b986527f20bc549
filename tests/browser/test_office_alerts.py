"""An open page of the office hears of alerts by itself, and works without that."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser import busy_day
from tests.browser.office import Office
from tests.browser.school import School


def test_an_open_page_shows_how_many_wait_and_the_list_shows_them(office: Office, school: School) -> None:
    office.signs_in_as("dsl")
    office.goes_to("/office/alerts")
    badge = office.page.locator(".tabs__count")
    expect(badge).to_be_hidden()
    busy_day.happens_at(school)
    # What the page does every twenty seconds, and as soon as somebody comes back to it.
    office.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(badge).to_be_visible()
    office.sees("Safeguarding concern, serious")


def test_without_javascript_the_count_is_there_when_a_page_is_opened(school: School, browser: Browser) -> None:
    busy_day.happens_at(school)
    office = Office(browser, school, java_script_enabled=False)
    office.signs_in_as("dsl")
    expect(office.page.locator(".tabs__count")).to_be_visible()
    office.context.close()
