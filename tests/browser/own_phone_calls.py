"""Calls with own phones: a day on which there were some, and the office's pages about them with something on each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from tests.browser.office import Office
from tests.browser.school import School
from tests.protocol_client import ProtocolClient

FIRST_AID = {
    "called": "other",
    "called_name": "Aldermere Castle first aid",
    "called_number": "01632 960450",
    "why_no_school_phone": "Phone 3 was with the group in the armoury, and Phone 4 had run flat.",
    "what_was_said": "They send a first aider to the gatehouse, and ring the school office themselves.",
    "withheld": "tried",
    "another_adult_heard": True,
    "agreed": "retrospective",
    "agreed_by": "Ruth Adeyemi, that evening",
    "photographs_taken": False,
    "written_on": "school_phone",
}
PHOTOGRAPHED = {**FIRST_AID, "photographs_taken": True, "photographs_about": "The step that he fell on, twice."}


def are_used(phone: ProtocolClient, school: School, trip: str) -> None:
    """Three calls: one written down by two people, with photographs taken; one that ends before it begins."""
    now = datetime.now(UTC)
    times = {"opened_at": _at(now), "began_at": _at(now - timedelta(minutes=20)), "ended_at": _at(now)}
    backwards = {**times, "ended_at": _at(now - timedelta(minutes=40)), "called_name": "The coach", "called_number": ""}
    for role, body in (
        ("staff", {**PHOTOGRAPHED, **times, "is_timed": True}),
        ("trip_leader", {**FIRST_AID, **times}),
        ("staff", {**FIRST_AID, **backwards, "withheld": "not_possible"}),
    ):
        actor = {"staff": school.id_of(role), "how": "session", "typed_name": None, "unlocked_by": None}
        phone.files({}, trip, kind="personal_phone.used", body=body, actor=actor)


def _at(instant: datetime) -> str:
    return instant.isoformat(timespec="milliseconds")


def of_own_phones(office: Office) -> Iterator[str]:
    """What the headteacher sees of them, then the office, and somebody's own number."""
    office.signs_in_as("headteacher")
    office.page.get_by_role("navigation").get_by_role("link", name="Own phones").click()
    office.sees("Photographs taken")
    yield "office-own-phones"
    opens_the_first(office)
    office.sees("may be the same call")
    yield "office-own-phone-used"
    office.presses("I’ve got this")
    office.presses("Record the outcome")
    office.sees("There is a problem")
    yield "office-own-phone-outcome-refused"
    office.page.get_by_label("What came of it?").fill("Spoke to Tom: the photographs are deleted from his phone.")
    office.presses("Record the outcome")
    office.sees("The outcome is recorded.")
    yield "office-own-phone-closed"
    office.signs_out()
    yield from of_the_offices_part(office)


def of_the_offices_part(office: Office) -> Iterator[str]:
    """Entering one from paper, the ledger, its page to print, what is not the office's to read."""
    office.signs_in_as("office")
    office.goes_to("/office/own-phones")
    opens_the_first(office)
    office.sees("is for whoever takes the report up")
    yield "office-own-phone-closed-to-the-role"
    office.goes_to("/office/own-phones/new")
    office.page.get_by_label("Whose phone was it?").select_option("Sana Malik")
    office.page.get_by_label("Which number?").fill("01632 960450 or 01632 960451")
    office.presses("Save it")
    office.sees("There is a problem")
    yield "office-own-phone-paper-refused"
    office.goes_to("/office/own-phones/ledger")
    office.sees("School phone there")
    yield "office-own-phone-ledger"
    office.page.get_by_role("button", name="A page to print").click()
    office.sees("As at")
    yield "office-own-phone-ledger-to-print"
    office.goes_to("/office/you/own-number")
    office.page.get_by_label("Your own number").fill("1471")
    office.presses("Keep a mark of it")
    office.sees("There is a problem")
    yield "office-own-number-refused"
    office.signs_out()


def opens_the_first(office: Office) -> None:
    """Open the use with photographs; a phone that was walked first may have logged another."""
    item = office.page.get_by_role("listitem").filter(has_text="Photographs taken").filter(has_text="Tom Hargreave")
    item.get_by_role("link").click()
    office.is_headed("Own phone used")
