"""Adding to a report on the phone: locked and without a signal like the report itself, and read in the office."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.office import Office
from tests.browser.phone import GRAZED_KNEE, Phone
from tests.browser.school import School

MORE = "Her knee is swollen now."
RISK = "She is afraid of going home."


def adds(phone: Phone, words: str, told: str) -> None:
    """Fill in what more is known, and whether a parent was told."""
    phone.is_headed("Add to the report of ")
    phone.says_nothing_of(GRAZED_KNEE)
    phone.fills("What more is known?", words)
    phone.answers("When was that?", "Just now")
    phone.answers("Was a parent or carer told?", told)


def test_more_is_added_locked_and_offline_from_what_was_saved_and_from_the_outbox(
    phone: Phone, school: School, office: Office
) -> None:
    school.stop()
    phone.reports_a_grazed_knee()
    phone.taps_link("Add to this report")
    adds(phone, MORE, "Yes")
    phone.fills("Who was told?", "Her mother")
    phone.answers("How?", "By phone")
    phone.taps_button("Save follow-up")
    phone.says("Your follow-up is in the Outbox.")
    phone.counts_in_its_outbox(3)
    # One of the three is a report.
    expect(phone.page.get_by_role("link", name="Add to this report")).to_have_count(1)
    phone.reloads()
    phone.taps_link("Add to this report")
    adds(phone, "She asked to stay.", "No: risk to the child")
    phone.says("The DSL and the deputy DSL alone read this answer")
    phone.fills("Anything more about that?", RISK)
    phone.taps_button("Save follow-up")
    phone.says("Your follow-up is in the Outbox.")
    for words in (MORE, RISK):
        assert words not in str(phone.keeps_in("local"))
    school.start()
    phone.lists_at_school(5)
    school.has_opened_everything()

    reads_it(office)


def reads_it(office: Office) -> None:
    """Everything but the risk to the child stands there for the office, and that for the DSL."""
    office.signs_in_as("office")
    office.goes_to_the_trip("Castle visit")
    office.reads_the_incident("Injury")
    page = office.page.get_by_role("main")
    for words in (MORE, "Her mother, by phone", "the DSL knows"):
        expect(page).to_contain_text(words)
    expect(page).not_to_contain_text(RISK)
    office.signs_out()
    office.signs_in_as("dsl")
    office.goes_to_the_trip("Castle visit")
    office.reads_the_incident("Injury")
    office.sees(RISK)
