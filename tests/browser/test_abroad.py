"""A trip abroad on a school phone: the number there leads the list of whom to ring, and the school's have +44."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.office import Office
from tests.browser.own_phone_pages import is_in
from tests.browser.phone import Phone
from tests.browser.school import School


def test_abroad_the_number_there_leads_and_who_agrees_to_an_own_phone_is_named(
    new_handset: Callable[[str], Phone], school: School, office: Office
) -> None:
    office.signs_in_as("evc")
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="Where it is").click()
    is_in(office, "Japan")
    office.sees("Saved.")
    phone = new_handset(school.url)
    phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
    phone.chooses_a_pin_as("trip_leader")
    phone.hears_of_its_list()
    phone.goes_to("Today")
    phone.says("In danger ring 112")
    phone.says("Ask on arrival for the local number")
    links = phone.page.get_by_role("region", name="Who to ring").get_by_role("link")
    expect(links.nth(0)).to_have_attribute("href", "tel:112")
    expect(links.nth(1)).to_have_attribute("href", "tel:999")
    expect(links.nth(2)).to_have_attribute("href", "tel:+441632960101")
    phone.taps_button("Hide")
    phone.taps_link("Emergency")
    expect(phone.page.get_by_role("main").get_by_role("link", name="112").first).to_have_attribute("href", "tel:112")
    phone.says("112 called")
    phone.goes_to("Today")
    phone.taps_link("Before we go")
    phone.says("The headteacher or SLT can agree the emergency use of your own phone.")
