"""The boards, as the headteacher sees them on a busy day: the day's, and the lists behind a trip's numbers."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.office import Office


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
    for part in ("announced", "missing", "held", "phones_back", "photos_taken", "alerts_open", "open"):
        office.goes_to(f"{trip}/board/{part}")
        yield f"office-board-{part.replace('_', '-')}"
