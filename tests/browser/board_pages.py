"""The boards, as the headteacher sees them on a busy day: the day's, and the lists behind a trip's numbers."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.office import Office

PARTS = ("announced", "missing", "held", "phones_back", "photos_taken", "consent_exceptions", "alerts_open", "open")


def of_boards(office: Office) -> Iterator[str]:
    """The headteacher is signed in."""
    office.goes_to("/office/board?day=yesterday")
    office.sees("That is no day a trip can be on")
    yield "office-board-of-the-day"
    office.goes_to("/office/board?day=2001-01-01")
    office.sees("No trip is out on this day")
    yield "office-board-of-a-day-with-none"
    office.goes_to_the_trip("Castle visit")
    trip = office.page.url.removeprefix(office.url)
    for part in PARTS:
        office.goes_to(f"{trip}/board/{part}")
        yield f"office-board-{part.replace('_', '-')}"
    yield from _of_no_trip(office)


def _of_no_trip(office: Office) -> Iterator[str]:
    office.goes_to("/office/no-trip")
    office.is_headed("Not on a trip")
    yield "office-no-trip"
    office.page.get_by_role("link", name="Enter an incident from paper").click()
    office.presses("Save it")
    office.sees("There is a problem")
    yield "office-no-trip-paper-refused"
    for part in ("phones_back", "arrived"):
        office.goes_to(f"/office/no-trip/board/{part}")
        yield f"office-no-trip-{part.replace('_', '-')}"
