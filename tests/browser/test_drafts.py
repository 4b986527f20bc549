"""What somebody is writing survives whatever happens to the browser, and goes only when they say so twice."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.phone import Phone

HALF_A_SENTENCE = "Ran into the gate and has a bump on"


def test_a_draft_survives_a_kill_in_the_middle_of_a_sentence(phone: Phone) -> None:
    phone.taps_link("Report an incident")
    phone.taps_chip("Injury")
    phone.field("What happened?").press_sequentially(HALF_A_SENTENCE)
    phone.waits_until_kept(HALF_A_SENTENCE)
    phone.is_killed()
    phone.opens_again()
    phone.says("Unfinished report")
    phone.counts_in_its_outbox(0)
    phone.taps_link("Continue")
    expect(phone.field("What happened?")).to_have_value(HALF_A_SENTENCE)
    expect(phone.page.get_by_role("radio", name="Injury")).to_be_checked()


def test_an_address_opened_cold_finds_its_draft(phone: Phone) -> None:
    phone.begins_a_report(HALF_A_SENTENCE)
    phone.waits_until_kept(HALF_A_SENTENCE)
    phone.reloads()
    expect(phone.field("What happened?")).to_have_value(HALF_A_SENTENCE)


def test_discarding_asks_first_and_keeping_is_one_tap(phone: Phone) -> None:
    phone.begins_a_report(HALF_A_SENTENCE)
    phone.taps_button("Discard this report")
    phone.says("Discard what you have written? It cannot be brought back.")
    phone.taps_button("Keep it")
    expect(phone.field("What happened?")).to_have_value(HALF_A_SENTENCE)
    phone.taps_button("Discard this report")
    phone.taps_button("Yes, discard it")
    phone.is_headed("Today")
    phone.reloads()
    phone.says_nothing_of("Unfinished report")


def test_a_report_filed_leaves_no_draft_behind(phone: Phone) -> None:
    phone.reports_a_grazed_knee()
    assert phone.keeps_in("drafts") == {"draft": []}
    phone.taps_link("Back to today")
    phone.says_nothing_of("Unfinished report")
