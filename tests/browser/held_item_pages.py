"""What is held, two versions of one report, and two reports of one event: each refused, decided and overtaken."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.held_day import PHONE
from tests.browser.office import Office

LONG = "Priya remembers that it was at the coach park, before they left. " * 3


def of_held_items(office: Office) -> Iterator[str]:
    """As the DSL sees them, signed in already."""
    yield from _of_an_unknown_trip(office)
    yield from _of_two_versions(office)
    yield from _of_one_event(office)


def _of_an_unknown_trip(office: Office) -> Iterator[str]:
    opens_the_held_item(office, 3)
    office.presses("Try again")
    office.sees("It is still held")
    yield "office-held-tried-again"
    office.page.get_by_label("Assign it to a trip").check()
    office.presses("Note it")
    office.sees("Choose a trip, or who wrote it")
    yield "office-held-refused"
    office.page.get_by_label("Trip", exact=True).select_option(index=1)
    office.page.get_by_label("Who wrote it").select_option(label="Tom Hargreave")
    office.page.get_by_label("Why?").fill(LONG)
    office.presses("Note it")
    office.page.get_by_role("link", name="Decided:").click()
    office.sees("assigned it to Castle visit and to Tom Hargreave")
    yield "office-held-decided"
    office.page.get_by_role("main").get_by_role("link", name=f"from {PHONE}").click()
    office.sees("What was decided")
    yield "office-held-item-decided"


def _of_two_versions(office: Office) -> Iterator[str]:
    opens_the_held_item(office, 2)
    office.page.get_by_role("link", name="See both side by side").click()
    office.is_headed("Two versions of one report")
    yield "office-versions"
    address = office.page.url
    office.presses("Note it")
    office.sees("Say why")
    yield "office-versions-refused"
    for answer in ("The later one", "Both stand"):
        office.page.get_by_label(answer).check()
        office.page.get_by_label("Why?").fill(LONG)
        # As somebody who had opened the page before the first decision.
        office.page.locator("input[name=after]").evaluate("field => { field.value = 0 }")
        office.presses("Note it")
        if answer == "The later one":
            office.page.goto(address)
    office.sees("Somebody decided before you")
    yield "office-versions-overtaken"


def _of_one_event(office: Office) -> Iterator[str]:
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("main").get_by_role("link", name="Injury, Year 5 iPad").first.click()
    office.is_headed("Two adults, one event?")
    yield "office-double"
    office.presses("Note it")
    office.sees("Choose one")
    yield "office-double-refused"
    office.page.get_by_label("Two adults, one event").check()
    office.page.get_by_label("Why?").fill(LONG)
    office.presses("Note it")
    office.sees("Linked as one event.")
    yield "office-double-linked"
    office.goes_to_the_trip("Castle visit")
    office.sees("Linked: one event")
    yield "office-trip-with-a-double"


def opens_the_held_item(office: Office, number: int) -> None:
    """Open one of the list of what is held, by its number on its phone."""
    office.goes_to("/office/held")
    office.page.get_by_role("main").get_by_role("link", name=f"Number {number} from {PHONE}").click()
    office.is_headed(f"Number {number} from {PHONE}")
