"""Every page of a trip's check-off, for a trip that is over and whose phones never told what they hold."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.office import Office


def of_checking_off(office: Office) -> Iterator[str]:
    """From the office signing in to their signing out."""
    office.signs_in_as("office")
    office.goes_to_the_trip("Canal walk")
    office.page.get_by_role("link", name="Check the trip off").click()
    office.is_headed("Check-off: Canal walk")
    yield "office-check-off"
    office.presses("Save the explanation")
    office.sees("Choose at least one line above")
    yield "office-check-off-refused"
    explains_everything(
        office, "It stayed in the office: its battery had failed. The walk went with the class’s own register."
    )
    yield "office-check-off-ready"
    office.presses("Sign the trip off")
    office.sees("The trip is signed off")
    yield "office-check-off-signed"
    office.page.get_by_role("link", name="Summary 1").click()
    office.is_headed("Canal walk: what was signed off")
    yield "office-check-off-summary"
    office.signs_out()


def explains_everything(office: Office, words: str) -> None:
    """Tick every open line of the check-off and say why it is all right."""
    for box in office.page.locator('input[name="gap"]').all():
        box.check()
    office.page.get_by_label("Why is it all right").fill(words)
    office.presses("Save the explanation")
    office.sees("Nothing is open that nobody has explained")


def says_it_is_back(office: Office) -> None:
    """Say on the check-off's page that the trip is back now."""
    office.presses("It is back")
    office.sees("It is noted that the trip is back.")
