"""A supply teacher joins this morning with a code, chooses a PIN, signs and reports; a helper gets a card."""

from __future__ import annotations

from tests.browser.office import Office
from tests.browser.phone import GRAZED_KNEE, Phone
from tests.browser.phone_words import STRETCHING_MS
from tests.browser.school import School

PIN = "583104"


def test_a_supply_teacher_joins_with_a_code_chooses_a_pin_signs_and_reports(
    phone: Phone, school: School, office: Office
) -> None:
    office.signs_in_as("office")
    code = office.adds_to_todays_trip("Ms Cover", "A supply teacher")
    phone.taps_link("Sign in")
    phone.taps_link("I have a code for this trip")
    phone.fills("Code", "ABCD-2345")
    phone.taps_button("Join")
    phone.says("That code is not one of ours")
    phone.fills("Code", code.lower())
    phone.taps_button("Join")
    phone.is_headed("Choose your PIN")
    phone.keeps_as_a_pin(PIN)
    phone.says("I have read this and agree", within_ms=STRETCHING_MS)
    phone.is_headed("Acceptable use")
    phone.taps_button("I have read this and agree")
    phone.is_headed("Today")
    phone.says("Using this phone: Ms Cover")
    phone.reports_a_grazed_knee()
    phone.lists_at_school(2)
    (line,) = school.has_once_each(GRAZED_KNEE)
    office.goes_to(f"/office/incidents/{line['id']}")
    office.sees("Ms Cover, unlocked with their PIN on Phone 3")
    office.sees_nothing_of("not verified")
    office.goes_to_who_joins_today()
    office.sees("on Phone 3")
    office.page.get_by_role("button", name="Not on it any more").click()
    office.sees("Left")
    phone.goes_to("Outbox")
    phone.taps_button("Send now")
    phone.goes_to("Today")
    phone.says_nothing_of("Ms Cover")


def test_a_helper_is_handed_a_card_that_says_whom_to_tell(office: Office) -> None:
    office.signs_in_as("office")
    office.adds_to_todays_trip("Mr Rowan", "A helper or volunteer")
    office.is_headed("A helper’s card")
    office.sees("Mr Rowan")
    office.sees("Off, and out of sight, wherever pupils are.")
    office.sees("Priya Shah leads it.")
