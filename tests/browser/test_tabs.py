"""Two tabs of the app on one phone: one outbox, one numbering, each report sent once."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.phone import Phone
from tests.browser.school import School
from tests.browser.two_tabs import file_at_once

ROUNDS = 5


def test_two_tabs_filing_at_once_share_no_number_and_both_arrive_once(phone: Phone, school: School) -> None:
    texts = file_at_once(phone, phone.opens_another_tab(), rounds=ROUNDS)
    phone.lists_at_school(len(texts))
    lines = school.has_exactly_once(*texts)
    assert sorted(line["seq"] for line in lines) == list(range(1, len(texts) + 1))
    assert len({line["chain"] for line in lines}) == 1


def test_one_draft_filed_from_two_tabs_keeps_both_texts(phone: Phone, school: School) -> None:
    phone.chooses_a_pin_as("trip_leader")
    phone.begins_a_report("As the first tab has it.")
    phone.waits_until_kept("As the first tab has it.")
    other = phone.opens_another_tab()
    other.unlocks_as("Priya Shah")
    other.taps_link("Continue")
    other.field("What happened?").fill("As the second tab has it.")
    phone.taps_button("Save report")
    phone.is_headed("Report saved")
    other.taps_button("Save report")
    other.is_headed("Report saved")
    phone.lists_at_school(2)
    school.has_exactly_once("As the first tab has it.", "As the second tab has it.")


def test_words_written_after_another_tab_saved_the_report_outlive_the_app(phone: Phone, school: School) -> None:
    phone.chooses_a_pin_as("trip_leader")
    phone.begins_a_report("As the first tab has it.")
    phone.waits_until_kept("As the first tab has it.")
    other = phone.opens_another_tab()
    other.unlocks_as("Priya Shah")
    other.taps_link("Continue")
    school.kill()
    phone.taps_button("Save report")
    phone.is_headed("Report saved")
    other.counts_in_its_outbox(1)
    other.field("What happened?").fill("And this came to light after.")
    other.waits_until_kept("And this came to light after.")
    phone.handset.closes()
    phone.opens_again()
    phone.says("Unfinished report")
    phone.unlocks_as("Priya Shah")
    phone.taps_link("Continue")
    expect(phone.field("What happened?")).to_have_value("And this came to light after.")


def test_one_tab_shows_what_the_other_filed(phone: Phone) -> None:
    other = phone.opens_another_tab()
    other.goes_to("Outbox")
    phone.reports_a_grazed_knee()
    other.says("The school has it")
