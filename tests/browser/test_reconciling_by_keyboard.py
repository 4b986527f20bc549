"""What the office does after a trip, and before one, by the keyboard alone."""

from __future__ import annotations

import re
from datetime import timedelta

from server.foundation import clock
from tests.browser import busy_day
from tests.browser.held_day import PHONE
from tests.browser.keyboard import Keyboard
from tests.browser.keyboard_office import chooses, picks, presses, signs_in, writes
from tests.browser.office import Office
from tests.browser.school import School


def test_an_incident_is_followed_up_given_something_to_do_and_closed_by_keyboard(
    office: Office, school: School
) -> None:
    busy_day.happens_at(school)
    signs_in(office, "dsl")
    presses(office, "link", "Missing pupil")
    office.is_headed("Missing pupil")
    presses(office, "button", "Add a follow-up")
    writes(office, "What is there to add?", "He ate well at supper.")
    presses(office, "button", "Add it")
    office.sees("He ate well at supper.")
    presses(office, "button", "Agree an action")
    writes(office, "What is to be done?", "Ask the shop to let groups in one at a time.")
    chooses(office, "Who does it?", "Tom")
    due = clock.today() + timedelta(days=7)
    for part in ("day", "month", "year"):
        writes(office, part.capitalize(), str(getattr(due, part)))
    presses(office, "button", "Agree it")
    office.sees("Tom Hargreave · by")
    presses(office, "button", "Close it")
    writes(office, "What came of it?", "Found after six minutes, unhurt.")
    presses(office, "button", "Close it")
    office.sees("Found after six minutes, unhurt.")


def test_a_held_item_is_decided_and_two_reports_are_linked_by_keyboard(office: Office, school: School) -> None:
    busy_day.happens_at(school)
    signs_in(office, "dsl")
    office.goes_to("/office/held")
    presses(office, "link", f"Number 3 from {PHONE}")
    picks(office, re.compile("^Assign it to a trip"))
    chooses(office, "Trip", "Castle")
    writes(office, "Why?", "Priya remembers that it was at the coach park.")
    presses(office, "button", "Note it")
    office.sees("Decided")
    office.goes_to_the_trip("Castle visit")
    presses(office, "link", "Injury, Year 5 iPad")
    picks(office, re.compile("^Two adults, one event"))
    writes(office, "Why?", "Both wrote of the same fall.")
    presses(office, "button", "Note it")
    office.sees("Linked as one event.")


def test_a_trip_is_planned_by_keyboard(office: Office) -> None:
    signs_in(office, "evc")
    presses(office, "link", "Trips")
    presses(office, "button", "Plan a trip")
    writes(office, "What is the trip called?", "Zoo visit")
    writes(office, "Where does it go?", "Millbridge Zoo")
    day = clock.today() + timedelta(days=1)
    keyboard = Keyboard(office.page)
    for name in ("First day", "Last day"):
        group = office.page.get_by_role("group", name=name)
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            keyboard.goes_to(group.get_by_label(part, exact=True))
            keyboard.writes(str(number))
    presses(office, "button", "Plan this trip")
    office.is_headed("Set up Zoo visit")
    presses(office, "link", "Choose (staff)")
    chooses(office, "Who leads it?", "Priya")
    presses(office, "button", "Save")
    presses(office, "link", "Choose by class")
    presses(office, "checkbox", "Heron", "Space")
    presses(office, "button", "Show their pupils")
    presses(office, "button", "Save who goes")
    presses(office, "link", "Choose (phones)")
    presses(office, "checkbox", "Phone 3", "Space")
    presses(office, "button", "Save which phones go")
    office.is_headed("Set up Zoo visit")
    office.sees("Priya Shah")
    office.sees("Phone 3")


def test_a_sheet_of_paper_is_typed_in_and_a_report_opened_by_keyboard(office: Office) -> None:
    signs_in(office, "headteacher")
    presses(office, "link", "Trips")
    presses(office, "link", "Castle visit")
    presses(office, "link", "Enter an incident from paper")
    chooses(office, "Who wrote it?", "Tom")
    picks(office, "Injury")
    picks(office, "Minor")
    writes(office, "What happened?", "Bumped head on the drawbridge rail.")
    writes(office, "Where?", "Drawbridge")
    presses(office, "button", "Save it")
    office.sees("What is asked of this kind stands below now.")
    picks(office, "A pupil")
    presses(office, "button", "Save it")
    office.sees("Saved. In a moment it is listed")
    presses(office, "link", re.compile("^Reports$"))
    presses(office, "link", "Monitoring report")
    office.sees("Incidents by week")
