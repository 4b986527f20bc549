"""A number that the office changed, on a phone without a signal; and the card on one sheet of paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from server.foundation import clock
from server.policy.contact_rules import on_paper
from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.school import School


def test_a_number_the_office_changed_is_on_the_phone_without_a_signal_with_its_day(
    new_handset: Callable[[str], Phone], school: School, office: Office, tmp_path: Path
) -> None:
    office.signs_in_as("dsl")
    office.goes_to("/office/contacts")
    office.page.get_by_role("link", name="Change MASH").click()
    office.page.get_by_label("Number to ring").fill("01632 960177")
    office.presses("Save")
    office.sees("Never checked: it may be wrong")
    office.page.get_by_role("button", name="Checked today MASH").click()
    office.sees("Checked today.")
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="Print the contacts card").click()
    office.sees("01632 960177")
    sheet = tmp_path / "card.pdf"
    office.page.pdf(path=str(sheet), prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet.read_bytes())) == 1

    phone = new_handset(school.url)
    phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
    phone.goes_to("Today")
    phone.says("Ring the base contact")
    school.stop()
    phone.reloads()
    phone.taps_link("All contacts")
    phone.page.locator("summary", has_text="Wrenshire County Council").click()
    mash = phone.page.get_by_role("link", name="MASH")
    expect(mash).to_have_attribute("href", "tel:01632960177")
    expect(mash).to_contain_text(f"Last checked {on_paper(clock.today())}, today")
    phone.says("Millbridge City Council")
    phone.says_nothing_of("Lives there")
    phone.taps_link("Illegal content")
    phone.says("Do not look for more.")
    expect(phone.page.get_by_role("link", name="https://www.ceop.police.uk")).to_be_visible()
    phone.complained_of_nothing()
