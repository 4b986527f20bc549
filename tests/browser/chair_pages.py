"""The chair's pages: what came about the headteacher, one of them opened, what the vice-chair has of it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.office import Office
from tests.protocol_client import ProtocolClient

SHOUTED = {
    "severity": "serious",
    "place": "Coach park",
    "what_happened": "Shouted at a pupil in front of the whole coach until she cried, and took hold of her arm. " * 3,
    "what_was_done": "Sat with her.",
}


def is_written_about_the_headteacher(phone: ProtocolClient) -> None:
    """One that is finished, one sent unfinished."""
    phone.files_about_the_headteacher(SHOUTED)
    phone.files_about_the_headteacher({"what_happened": "Was driving the minibus, and"}, kind="draft")


def of_the_chair(office: Office) -> Iterator[str]:
    """The chair, then the vice-chair."""
    office.signs_in_as("chair")
    office.page.get_by_role("navigation").get_by_role("link", name="About the headteacher").click()
    office.sees("sent unfinished")
    yield "office-chair"
    office.page.get_by_role("main").get_by_role("link", name="Concern of").last.click()
    office.sees("Coach park")
    office.presses("Keep the note")
    office.sees("There is a problem")
    yield "office-chair-note-refused"
    office.page.get_by_label("What was done?").fill("Rang the LADO, who asks for a meeting on Monday.")
    office.page.get_by_label("A note; it goes on").check()
    office.presses("Keep the note")
    office.sees("The note is kept.")
    office.page.get_by_label("The vice-chair, while").check()
    office.presses("Save")
    office.sees("The vice-chair opens these now")
    yield "office-chair-stood-in"
    office.signs_out()
    office.signs_in_as("vice_chair")
    office.goes_to("/office/chair")
    office.page.get_by_role("main").get_by_role("link", name="Concern of").last.click()
    office.sees("Rang the LADO")
    yield "office-chair-concern"
    office.signs_out()
