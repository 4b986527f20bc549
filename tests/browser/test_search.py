"""From the search to an incident and back, by the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser import busy_day
from tests.browser.office import Office
from tests.browser.school import School
from tests.browser.test_office_by_keyboard import presses, signs_in, writes


def test_a_search_leads_to_an_incident_and_back_by_keyboard(browser: Browser, copy_of_the_demo) -> None:
    with School(copy_of_the_demo()) as school:
        busy_day.happens_at(school)
        office = Office(browser, school)
        signs_in(office, "dsl")
        presses(office, "link", "Search")
        office.is_headed("Search")
        writes(office, "A pupil, somebody on the staff, a trip or a phone", "castle")
        presses(office, "button", "Search")
        presses(office, "link", "Reports of Castle visit")
        office.is_headed("Incidents")
        first = office.page.locator(".list__title a").first
        name = first.inner_text()
        presses(office, "link", name)
        expect(office.page.get_by_role("heading", level=1)).to_have_text(name)
        office.page.go_back()
        office.is_headed("Incidents")
        office.page.go_back()
        expect(office.page.get_by_role("link", name="Reports of Castle visit")).to_be_visible()
        assert "castle" not in office.page.url.lower()
        office.context.close()
