"""Setting a trip up, as a newcomer in the office goes through it, and every page of it one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from server.foundation import clock
from tests.browser.office import Office

ZOO = "Zoo visit"


def of_setting_up_a_trip(office: Office) -> Iterator[str]:
    """As the EVC sees them."""
    office.signs_in_as("evc")
    office.goes_to("/office/trips")
    yield "office-trips-list"
    office.page.get_by_role("button", name="Plan a trip").click()
    office.presses("Plan this trip")
    office.sees("Give it a title")
    yield "office-trip-new-refused"
    tomorrow = clock.today() + timedelta(days=1)
    plans(office, ZOO, tomorrow, tomorrow + timedelta(days=1))
    office.sees("Nobody leads it yet")
    yield "office-trip-set-up-begun"
    yield from _of_who_goes(office)
    yield from _of_the_list(office)
    yield from _of_the_plan(office)
    yield from _of_its_end(office)


def plans(office: Office, title: str, first: date, last: date) -> None:
    """Fill in what a trip is on the page that is open, and plan it."""
    office.page.get_by_label("What is the trip called?").fill(title)
    office.page.get_by_label("Where does it go?").fill("Millbridge Zoo")
    gives_days(office, first, last)
    office.page.get_by_label("When does it leave?").fill("8.30")
    office.presses("Plan this trip")
    office.is_headed(f"Set up {title}")


def gives_days(office: Office, first: date, last: date) -> None:
    """Fill in the first and the last day."""
    for name, day in (("First day", first), ("Last day", last)):
        group = office.page.get_by_role("group", name=name)
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(part, exact=True).fill(str(number))


def opens(office: Office, link: str, heading: str) -> None:
    """From the page on which a trip is set up, open one of its parts."""
    office.page.get_by_role("link", name=link).click()
    office.is_headed(heading)


def chooses_the_leader(office: Office, name: str) -> None:
    """Say who leads the trip."""
    opens(office, "Choose (staff)", "Staff and contacts")
    office.page.get_by_label("Who leads it?").select_option(label=name)
    office.presses("Save")


def ticks_the_class(office: Office, name: str) -> None:
    """Put a whole class on the trip."""
    opens(office, "Choose by class", "Which classes?")
    office.page.get_by_label(name, exact=True).check()
    office.presses("Show their pupils")
    office.is_headed("Who of them goes?")


def chooses_phones(office: Office, *names: str) -> None:
    """Say which phones go."""
    opens(office, "Choose (phones)", "Which phones go?")
    for name in names:
        office.page.get_by_label(name, exact=True).check()


def brings_a_list(office: Office, text: str) -> None:
    """Choose a list of who goes, and see what would become of it."""
    opens(office, "From a list", "Pupils from a list")
    file = {"name": "who.csv", "mimeType": "text/csv", "buffer": text.encode()}
    office.page.get_by_label("CSV file or Excel workbook").set_input_files(file)
    office.presses("Show what would change")
    office.is_headed("What would change")


def _of_who_goes(office: Office) -> Iterator[str]:
    opens(office, "Choose (staff)", "Staff and contacts")
    yield "office-trip-staff"
    office.page.get_by_label("Who leads it?").select_option(label="Priya Shah")
    office.page.get_by_label("Their number").fill("the office")
    office.presses("Save")
    office.sees("That is no phone number")
    yield "office-trip-staff-refused"
    office.page.get_by_label("Their number").fill("07700 900111")
    office.page.get_by_label("Base contact").select_option(label="Gareth Pugh")
    office.presses("Save")
    office.is_headed("Set up")
    opens(office, "Choose by class", "Which classes?")
    yield "office-trip-classes"
    office.page.get_by_label("Heron", exact=True).check()
    office.presses("Show their pupils")
    yield "office-trip-pupils"
    office.presses("Save who goes")
    opens(office, "Choose (groups for head counts)", "Who is in which group?")
    office.page.get_by_role("checkbox").first.check()
    office.presses("Put them in it")
    office.sees("Choose a group, or type a new one")
    yield "office-trip-groups-refused"
    office.page.get_by_label("Or in a new one").fill("Coach 1")
    office.presses("Put them in it")
    office.sees("Coach 1: 1")
    yield "office-trip-groups"
    office.page.get_by_role("link", name=f"Set up {ZOO}").click()
    chooses_phones(office, "Phone 1", "Phone 3")
    yield "office-trip-phones"
    office.presses("Save which phones go")


def _of_the_list(office: Office) -> Iterator[str]:
    opens(office, "From a list", "Pupils from a list")
    yield "office-trip-list"
    office.page.go_back()
    brings_a_list(office, "Name\nLeo Leaver\nAda Abbott\nAda Abbott\n")
    yield "office-trip-list-preview"
    office.page.get_by_label("Leave out").check()
    office.page.get_by_role("button", name="Put 1 pupil on the trip").click()
    office.is_headed("Set up")


def _of_the_plan(office: Office) -> Iterator[str]:
    opens(office, "Change (the plan)", "The plan")
    for at, words in (("12:00", "Lunch by the lake, with the packed lunches out of the blue boxes"), ("9:30", "Lions")):
        office.page.get_by_label("At what time?").fill(at)
        office.page.get_by_label("Where, and what?").fill(words)
        office.presses("Add it")
        office.sees(words)
    yield "office-trip-plan"
    office.page.get_by_role("link", name="Change Lions").click()
    office.is_headed("Change the plan")
    yield "office-trip-place"
    office.page.get_by_role("link", name="The plan").click()
    office.page.get_by_role("link", name=f"Set up {ZOO}").click()


def _of_its_end(office: Office) -> Iterator[str]:
    yield "office-trip-set-up"
    opens(office, "Change (what and when)", "What and when")
    yield "office-trip-details"
    office.page.go_back()
    opens(office, "Who changed what", "Who changed what")
    yield "office-trip-history"
    office.page.go_back()
    office.page.get_by_role("button", name="Copy it to other days").click()
    office.is_headed(f"Copy {ZOO}")
    yield "office-trip-copy"
    gives_days(office, clock.today() + timedelta(days=300), clock.today() + timedelta(days=300))
    office.presses("Copy it to these days")
    office.sees("Choose the pupils")
    yield "office-trip-copied"
    office.presses("Archive it")
    office.sees("Archived. It is in no list any more")
    yield "office-trip-archived"
    office.goes_to("/office/trips/archived")
    yield "office-trips-archived"
    office.signs_out()
