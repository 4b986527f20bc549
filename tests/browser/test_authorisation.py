"""What is otherwise forbidden, allowed by the headteacher: a phone stops, hears of it, warns, says by what (R44)."""

from __future__ import annotations

from tests.browser import consents, photo_screens
from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.school import School

IS_NEW_LIST = "**/api/packs/**"


def goes_in_for_gymnastics(phone: Phone) -> None:
    """Say what they are doing here, and check the pupils of Linnet."""
    phone.goes_to_the_app("/app#/photo/stop")
    phone.taps_chip("Indoors")
    phone.taps_chip("Gymnastics")
    phone.taps_button("Done")
    phone.taps_button("Linnet, 2 pupils")


def hears_of_another_list(phone: Phone) -> None:
    """Ask the school, and have the list that it gives out now."""
    phone.goes_to("Outbox")
    with phone.page.expect_response(IS_NEW_LIST) as answer:
        phone.taps_button("Send now")
    assert answer.value.status == 200


def test_what_the_headteacher_allows_is_a_warning_where_phones_stopped_and_stands_at_the_check(
    phone: Phone, office: Office, school: School
) -> None:
    consents.are_answered(school)
    office.signs_in_as("headteacher")
    photo_screens.stops_gymnastics(office)
    phone.chooses_a_pin_as("trip_leader")
    phone.taps_link("Read and sign")
    phone.taps_button("I have read this and agree")
    phone.is_headed("Today")
    phone.hears_of_its_list()
    goes_in_for_gymnastics(phone)
    phone.is_headed("Stop: no photo")
    phone.says("No photos on the beam or the vault.")
    office.goes_to("/office/consent/authorisations")
    office.page.get_by_role("link", name="Give an authorisation").click()
    photo_screens.authorises(office, "Photos of vaults for coaching")
    hears_of_another_list(phone)
    goes_in_for_gymnastics(phone)
    phone.is_headed("Go")
    phone.says("Mind: Allowed by the headteacher: authorisation 1, until")
    phone.says("Vaults alone, from behind.")
    phone.taps_button("They know. Open camera")
    phone.counts_in_its_outbox(0)
    school.has_opened_everything()
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="Photo checks").click()
    office.sees("Allowed by")
    office.page.get_by_role("main").get_by_role("link", name="Authorisation 1").first.click()
    office.page.get_by_label("Why is it revoked?").fill("The coach has left")
    office.presses("Revoke it")
    office.presses("Yes, revoke it")
    hears_of_another_list(phone)
    goes_in_for_gymnastics(phone)
    phone.is_headed("Stop: no photo")
