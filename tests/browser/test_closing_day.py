"""A trip planned, astray in every way there is, found from its board and checked off, as docs/check-off.md tells it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.browser import closing_day
from tests.browser.keyboard import Keyboard
from tests.browser.office import Office
from tests.browser.school import School

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_what_went_astray_is_found_from_the_board_and_the_trip_checked_off(office: Office, school: School) -> None:
    seen: list[str] = []
    trip = closing_day.follow(lambda _page, name: seen.append(name), office, school)
    told = (DOCS / "check-off.md").read_text(encoding="utf-8")
    assert re.findall(r"pictures/check-off/([\w-]+)\.webp", told) == seen
    assert sorted(picture.stem for picture in (DOCS / "pictures" / "check-off").iterdir()) == seen
    assert office.complaints == []
    school.flask("trip", "verify", "--trip", trip)


def test_a_trip_is_checked_off_by_keyboard(office: Office) -> None:
    office.signs_in_as("office")
    page, keyboard = office.page, Keyboard(office.page)
    office.goes_to_the_trip("Canal walk")
    keyboard.goes_to(page.get_by_role("link", name="Check the trip off"))
    keyboard.presses("Enter")
    office.is_headed("Check-off: Canal walk")
    for place in range(page.locator('input[name="gap"]').count()):
        keyboard.goes_to(page.locator('input[name="gap"]').nth(place))
        keyboard.presses("Space")
    keyboard.goes_to(page.get_by_label("Why is it all right"))
    keyboard.writes("It stayed in the office: its battery had failed")
    for button, said in (
        ("Save the explanation", "Nothing is open that nobody has explained"),
        ("Sign the trip off", "The trip is signed off"),
    ):
        keyboard.goes_to(page.get_by_role("button", name=button))
        keyboard.presses("Enter")
        office.sees(said)
