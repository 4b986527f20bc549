"""Rule at the point of use: a stop on a phone answers "Why?" in the school's own words, and says which version."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.looks import faults_of
from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.policy_pages import POLICY
from tests.browser.school import School

IN_TOILETS = "What a phone says in toilets"
BEFORE, AFTER = "No camera goes where children undress.", "No device at all goes where children undress."
PRODUCTS_LINE = "The camera never opens there, whatever is chosen"
LEAST_PX = 48


@pytest.fixture
def head(browser: Browser, school: School) -> Office:
    """The headteacher, signed in."""
    office = Office(browser, school)
    office.signs_in_as("headteacher")
    return office


def writes(head: Office, sentence: str) -> None:
    """The school's own sentence and clause for the line in toilets; its value stays."""
    head.goes_to(POLICY)
    head.page.get_by_role("link", name=f"Change {IN_TOILETS}").click()
    head.page.get_by_label("What the school’s own policy says").fill(sentence)
    head.page.get_by_label("Where it says so").fill("6.2")
    head.page.get_by_label("Why?").fill("Governors agreed to it")
    head.presses("Look at what it does")
    head.presses("Make this change")
    head.sees("Saved.")


def is_ready(phone: Phone, *, signs: bool = True) -> Phone:
    """Somebody has it open with their PIN, and has signed."""
    phone.chooses_a_pin_as("trip_leader")
    if signs:
        phone.taps_link("Read and sign")
        phone.taps_button("I have read this and agree")
    phone.says("Using this phone")
    return phone


def stops_in_toilets(phone: Phone) -> None:
    """Be stopped there."""
    phone.goes_to_the_app("/app#/photo/thing")
    phone.taps_button("Toilets")
    phone.says("Stop.")


def asks_why(phone: Phone) -> Locator:
    """Ask why by keyboard, as somebody does who sees no screen. What it says."""
    asked = phone.page.locator("details.why")
    summary = asked.locator("summary")
    expect(summary).to_have_text(f"Why? {IN_TOILETS}")
    box = summary.bounding_box()
    assert box
    assert box["height"] >= LEAST_PX
    summary.press("Enter")
    expect(asked).to_have_attribute("open", "")
    return asked


def test_each_phone_quotes_the_schools_sentence_of_the_version_that_it_has(
    new_handset: Callable[[str], Phone], proxied_phone: Phone, proxy: FaultyProxy, school: School, head: Office
) -> None:
    writes(head, BEFORE)
    first = is_ready(proxied_phone)
    first.hears_of_its_list()
    stops_in_toilets(first)
    said = asks_why(first)
    expect(said).to_contain_text(f"“{BEFORE}” (6.2)")
    expect(said).to_contain_text("From version 1 of the school's policy")
    assert faults_of(first.page) == []

    proxy.breaks("/api/", "refuse")
    writes(head, AFTER)
    second = new_handset(school.url)
    second.is_set_up_with(school.makes_a_code_for("Phone 4"))
    is_ready(second, signs=False).hears_of_its_list()
    stops_in_toilets(second)
    expect(asks_why(second)).to_contain_text(f"“{AFTER}” (6.2)")
    second.says("From version 2 of the school's policy")
    first.comes_to_the_front()
    first.says("From version 1 of the school's policy")

    proxy.mends()
    first.has_a_line_again()
    expect(first.page.locator("details.why")).to_contain_text(AFTER)
    expect(first.page.locator("details.why")).to_contain_text("From version 2 of the school's policy")
    assert head.complaints == []
    head.context.close()


def test_a_phone_that_never_had_a_list_says_what_the_setting_does(proxied_phone: Phone, proxy: FaultyProxy) -> None:
    proxy.breaks("/api/packs", "refuse")
    phone = is_ready(proxied_phone)
    proxy.breaks("/api/", "refuse")
    stops_in_toilets(phone)
    said = asks_why(phone)
    expect(said).to_contain_text(PRODUCTS_LINE)
    expect(said).to_contain_text("The usual setting.")
    phone.complaints.clear()
