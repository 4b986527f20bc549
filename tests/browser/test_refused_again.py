"""A school that refuses, or seems to answer, again and again: nothing goes missing, and nothing else is held up."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.one_way import Way
from tests.browser.phone import AT_SCHOOL, WAITING

RECORDS = "/api/outbox/envelopes"
STARTS, TRIES_EACH = 3, 17
DAY_MS = 86_400_000
# The clock of the tab's page, that far ahead.
SHIFT_CLOCK = """(ms => {
  const True = Date;
  globalThis.Date = class extends True {
    constructor(...how) { super(...(how.length > 0 ? how : [True.now() + ms])); }
    static now() { return True.now() + ms; }
  };
})(%d)"""
TROUBLE = re.compile("has a fault")


def waiting_items(way: Way) -> list[dict[str, object]]:
    """What waits on the phone, oldest first."""
    items = [item for item in way.phone.keeps_in("outbox")["envelope"] if item["state"] == "waiting"]
    return sorted(items, key=lambda item: item["seq"])


def tries_of_the_one_waiting(way: Way) -> int:
    """How often the only item that waits was sent, as the phone counts it."""
    [item] = waiting_items(way)
    tries = item["tries"]
    assert isinstance(tries, int)
    return tries


def files_without_an_answer(way: Way, *texts: str) -> None:
    """Report each of these while nobody answers, and go to the outbox."""
    way.proxy.breaks("/api/outbox/", "refuse")
    for text in texts:
        way.phone.goes_to("Today")
        way.phone.reports_a_grazed_knee(text)
    way.phone.goes_to("Outbox")
    way.phone.counts_in_its_outbox(len(texts))


@pytest.mark.parametrize("answer", ["redirect", "portal", "hollow"])
def test_a_login_page_is_not_taken_for_a_receipt(way: Way, answer: str) -> None:
    text = f"A splinter, met with a {answer}."
    stored = way.school.counts_what_is_stored()
    way.proxy.breaks(RECORDS, answer)
    way.phone.reports_a_grazed_knee(text)
    with way.proxy.hears(f"POST {RECORDS}"):
        way.phone.goes_to("Outbox")
    way.phone.page.get_by_role("button", name="Send now").click()
    expect(way.phone.page.get_by_role("button", name="Send now")).to_be_enabled()
    way.phone.counts_in_its_outbox(1)
    assert [item["n"] for item in waiting_items(way)] == [None]
    assert way.school.counts_what_is_stored() == stored
    way.proxy.mends()
    way.phone.taps_button("Send now")
    way.phone.counts_in_its_outbox(0)
    way.has_once(text)


def test_a_receipt_for_other_bytes_is_not_ours(way: Way) -> None:
    way.proxy.breaks(RECORDS, "another digest")
    way.phone.reports_a_grazed_knee("A receipt for something else.")
    way.phone.goes_to("Outbox")
    way.phone.says("The school has not confirmed it, so it is sent again.")
    way.phone.counts_in_its_outbox(1)
    way.proxy.mends()
    way.phone.taps_button("Send now")
    way.phone.counts_in_its_outbox(0)
    way.has_once("A receipt for something else.")


def test_a_school_that_never_answers_is_never_said_to_have_it(way: Way) -> None:
    way.proxy.breaks(RECORDS, "hang")
    with way.proxy.hears(f"POST {RECORDS}"):
        way.phone.reports_a_grazed_knee("Into the void.")
    way.phone.says(WAITING)
    way.phone.says_nothing_of(AT_SCHOOL)
    way.phone.goes_to("Outbox")
    way.phone.page.get_by_role("button", name="Send now").click()
    expect(way.phone.page.get_by_role("button", name="Sending…")).to_be_disabled()
    way.phone.says_nothing_of("Done.")
    way.phone.counts_in_its_outbox(1)
    way.proxy.mends()
    way.phone.counts_in_its_outbox(0)
    way.has_once("Into the void.")


def test_a_sign_in_refused_three_times_costs_no_report(way: Way) -> None:
    way.proxy.breaks("/api/outbox/", 401)
    way.phone.reports_a_grazed_knee("Three times unknown.")
    way.phone.goes_to("Outbox")
    for _ in range(3):
        with way.proxy.hears("POST /api/outbox/manifest"):
            way.phone.taps_button("Send now")
        way.phone.says("This phone needs setting up again. Nothing is lost.")
        way.phone.counts_in_its_outbox(1)
    way.proxy.mends()
    way.phone.taps_button("Send now")
    way.phone.counts_in_its_outbox(0)
    way.has_once("Three times unknown.")


def test_fifty_failures_over_three_starts_leave_the_report_in_sight_and_it_still_goes(way: Way) -> None:
    phone = way.phone
    way.proxy.breaks("/api/outbox/envelopes", 500)
    phone.reports_a_grazed_knee("Fifty times refused.")
    for start in range(1, STARTS + 1):
        phone.handset.closes()
        phone.opens_again()
        phone.goes_to("Outbox")
        for _ in range(2 * TRIES_EACH):
            if tries_of_the_one_waiting(way) >= start * TRIES_EACH:
                break
            # The app tries by itself too: its answer may be the one that is heard here.
            with phone.page.expect_response(f"**{RECORDS}"):
                phone.taps_button("Send now")
            expect(phone.page.get_by_role("button", name="Send now")).to_be_enabled()
        phone.says(WAITING)
        expect(phone.page.get_by_text(TROUBLE).first).to_be_visible()
        phone.counts_in_its_outbox(1)
    assert tries_of_the_one_waiting(way) >= STARTS * TRIES_EACH > 50
    way.proxy.mends()
    phone.taps_button("Send now")
    phone.counts_in_its_outbox(0)
    way.has_once("Fifty times refused.")


def test_one_report_that_always_fails_holds_up_no_other(way: Way) -> None:
    texts = [f"Report {number} of five." for number in range(1, 6)]
    stored = way.school.counts_what_is_stored()
    files_without_an_answer(way, *texts)
    poison = waiting_items(way)[1]
    way.proxy.breaks(RECORDS, 500, holding=str(poison["id"]).encode())
    way.phone.taps_button("Send now")
    way.phone.counts_in_its_outbox(1)
    assert [item["id"] for item in waiting_items(way)] == [poison["id"]]
    way.phone.says("The school's server has a fault. It is kept here and tried again.")
    assert way.school.counts_what_is_stored() == stored + 4
    way.proxy.mends()
    way.phone.taps_button("Send now")
    way.phone.counts_in_its_outbox(0)
    way.has_once(*texts)


def test_a_clock_400_days_ahead_and_one_two_years_behind_let_nothing_expire(way: Way) -> None:
    files_without_an_answer(way, "Outlives its clock.")
    for days in (400, -730):
        tab = way.phone.opens_another_tab()
        tab.page.add_init_script(SHIFT_CLOCK % (days * DAY_MS))
        tab.reloads()
        assert abs(tab.asks("Date.now()") / DAY_MS - (time.time() * 1000 / DAY_MS + days)) < 1
        tab.goes_to("Outbox")
        with way.proxy.hears("POST /api/outbox/manifest"):
            tab.taps_button("Send now")
        tab.says(WAITING)
        tab.counts_in_its_outbox(1)
        if days < 0:
            way.proxy.mends()
            tab.taps_button("Send now")
            tab.counts_in_its_outbox(0)
        tab.page.close()
    way.has_once("Outlives its clock.")
