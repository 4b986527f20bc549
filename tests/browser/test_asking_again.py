"""The headteacher changes what staff have to know: a phone that fetches asks again, and no report waits for it."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.policy_pages import POLICY
from tests.browser.school import School

SENTENCE = "An own phone needs a written risk assessment first."
ASKS = "Acceptable use is not signed yet."


def test_the_person_is_asked_again_sees_the_sentence_and_the_camera_stays_shut_until_they_sign(
    new_handset: Callable[[str], Phone], school: School, office: Office
) -> None:
    phone = new_handset(school.url)
    phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
    phone.chooses_a_pin_as("trip_leader")
    phone.taps_link("Read and sign")
    phone.taps_button("I have read this and agree")
    phone.is_headed("Today")
    phone.lists_at_school(1)
    _needs_a_risk_assessment(office)

    phone.goes_to("Today")
    phone.reloads()
    phone.unlocks_as("Priya Shah")
    phone.says(ASKS)
    phone.goes_to_the_app("/app#/photo/camera")
    phone.says("once you have signed the acceptable use")
    phone.goes_to("Today")
    phone.reports_a_grazed_knee()
    phone.lists_at_school(2)
    phone.goes_to("Today")
    phone.taps_link("Read and sign")
    phone.says("What changed")
    phone.says("A risk assessment in writing before an own phone is agreed to: Needed each time. Before: Not needed.")
    phone.says(f"“{SENTENCE}” (7.2)")
    phone.taps_button("I have read this and agree")
    phone.is_headed("Today")
    phone.says_nothing_of(ASKS)
    phone.goes_to_the_app("/app#/photo/camera")
    phone.says("The camera opens after a check of who is in the picture")


def _needs_a_risk_assessment(office: Office) -> None:
    office.signs_in_as("headteacher")
    office.goes_to(f"{POLICY}/setting/own_phone.risk_assessment")
    office.page.get_by_label("Needed each time").check()
    office.page.get_by_label("What the school’s own policy says").fill(SENTENCE)
    office.page.get_by_label("Where it says so").fill("7.2")
    office.page.get_by_label("Why?").fill("Governors agreed to it")
    office.presses("Look at what it does")
    office.sees("Everybody is asked to sign acceptable use again")
    office.presses("Make this change")
    office.sees("Saved.")
