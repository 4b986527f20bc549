"""The list of incidents and the search, as the office sees them."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.office import Office


def of_search(office: Office) -> Iterator[str]:
    """From somebody of the office signing in to their signing out; something was reported."""
    office.signs_in_as("office")
    office.goes_to("/office/incidents")
    office.is_headed("Incidents")
    yield "office-incidents"
    office.goes_to("/office/incidents?category=injury&until-day=31&until-month=2&until-year=2026")
    office.sees("There is no such day")
    yield "office-incidents-refused"
    office.goes_to("/office/search")
    office.presses("Search")
    office.sees("Type a name")
    yield "office-search-refused"
    office.page.get_by_label("A pupil, somebody on the staff").fill("ca")
    office.presses("Search")
    office.sees("Castle visit")
    yield "office-search"
    office.page.get_by_role("link", name="Reports of Castle visit").click()
    office.sees("Trip: Castle visit")
    yield "office-incidents-of-a-trip"
    office.signs_out()
