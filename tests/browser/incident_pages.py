"""What comes of an incident, page by page, as the DSL goes through it on a busy day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from server.foundation import clock
from tests.browser.office import Office

ADDED = "He was frightened, and ate well at supper. His mother asks for a word on Monday."
LEARNT = "Count at each shop door, in and out."


def of_an_incident(office: Office) -> Iterator[str]:
    """The DSL adds, tells, gives something to do, closes; then a slip for a bumped head."""
    office.signs_in_as("dsl")
    office.goes_to_the_trip("Castle visit")
    office.reads_the_incident("Missing pupil")
    begins(office, "Add a follow-up")
    office.presses("Add it")
    office.sees("There is a problem")
    yield "office-incident-follow-up-refused"
    adds_a_follow_up(office)
    begins(office, "Parent or carer")
    yield "office-incident-parent"
    says_that_the_carer_was_told(office)
    begins(office, "Police, LADO or another agency")
    office.presses("Save it")
    office.sees("Choose who was told")
    yield "office-incident-agency-refused"
    says_that_the_police_were_told(office)
    begins(office, "Agree an action")
    yield "office-incident-action"
    agrees_an_action(office)
    begins(office, "Close it")
    yield "office-incident-close"
    closes_with_a_lesson(office)
    yield "office-incident-closed"
    office.page.get_by_role("link", name="Ask the shop").click()
    office.is_headed("Action")
    yield "office-action"
    yield from _of_a_slip(office)
    office.signs_out()


def _of_a_slip(office: Office) -> Iterator[str]:
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("main").get_by_role("link", name="Injury").first.click()
    begins(office, "Bumped-head slip")
    office.page.get_by_label("Whose slip is it?").select_option(index=1)
    office.page.get_by_label("What happened?").fill("Ran into the door with Rosa Ellwood and Idris Farrant.")
    office.presses("Make the slip")
    office.sees("There is a problem")
    yield "office-slip-refused"
    makes_the_slip(office, "Ran into the door of the great hall. " * 10, "A cold pack, and watched for an hour. " * 10)
    yield "office-slip"


def begins(office: Office, name: str) -> None:
    """Press the button on the incident's page that leads to a form."""
    with office.page.expect_navigation():
        office.page.get_by_role("navigation", name="What to do").get_by_role("button", name=name).click()


def adds_a_follow_up(office: Office) -> None:
    """Fill the form in."""
    office.page.get_by_label("What is there to add?").fill(ADDED)
    office.presses("Add it")
    office.sees(ADDED)


def says_that_the_carer_was_told(office: Office) -> None:
    """By phone, by the office."""
    office.page.get_by_label("Yes", exact=True).check()
    office.page.get_by_label("If so: whom?").fill("Idris’s mother")
    office.page.get_by_label("By whom?").fill("Elin Morgan")
    office.page.get_by_label("How?").select_option(label="By phone")
    office.presses("Save it")
    office.sees("Idris’s mother, by phone, by Elin Morgan")


def says_that_the_police_were_told(office: Office) -> None:
    """With the number they gave."""
    office.page.get_by_label("Who was told?").select_option(label="Police")
    office.page.get_by_label("Their reference").fill("CR/20931/26")
    office.presses("Save it")
    office.sees("Police told")


def agrees_an_action(office: Office) -> None:
    """For Tom, in a week."""
    due = clock.today() + timedelta(days=7)
    office.page.get_by_label("What is to be done?").fill("Ask the shop to let groups in one at a time.")
    office.page.get_by_label("Who does it?").select_option(label="Tom Hargreave")
    for part in ("day", "month", "year"):
        office.page.get_by_label(part.capitalize()).fill(str(getattr(due, part)))
    office.presses("Agree it")
    office.sees("Tom Hargreave · by")


def closes_with_a_lesson(office: Office) -> None:
    """With what came of it, and what was learnt."""
    office.page.get_by_label("What came of it?").fill("Found after six minutes, unhurt.")
    office.page.get_by_label("What was learnt?").fill(LEARNT)
    office.presses("Close it")
    office.sees(LEARNT)


def makes_the_slip(office: Office, happened: str, done: str) -> None:
    """For the first child in the list."""
    office.page.get_by_label("What happened?").fill(happened[:400])
    office.page.get_by_label("What was done?").fill(done[:400])
    office.presses("Make the slip")
    office.is_headed("Bumped-head slip")
    office.sees("Ring 999 if your child")


def address_of(office: Office, kind: str) -> str:
    """Where the castle visit's only incident of this kind is, as the DSL finds it."""
    office.signs_in_as("dsl")
    office.goes_to_the_trip("Castle visit")
    office.reads_the_incident(kind)
    address = office.page.url.removeprefix(office.url)
    office.signs_out()
    return address
