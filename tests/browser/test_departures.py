"""Before we go: two people, a charge, a list; what is not well stops nobody, and the headteacher reads why."""

from __future__ import annotations

from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.school import School

TOMS_PIN = "583104"


def test_a_phone_with_one_opener_goes_anyway_and_the_headteacher_reads_why(
    proxied_phone: Phone, proxy: FaultyProxy, school: School, office: Office
) -> None:
    phone = proxied_phone
    phone.chooses_a_pin_as("trip_leader")
    phone.hears_of_its_list()
    phone.goes_to("Today")
    phone.taps_link("Before we go")
    phone.says("Priya Shah can open it without a signal. 1 more person should")
    phone.taps_button("Going anyway")
    phone.says("Say whether you hold it in your hand.")
    phone.says("Give the charge as a number from 0 to 100.")
    phone.taps_chip("Yes")
    phone.fills("How full is its battery?", "96")
    phone.taps_button("Going anyway")
    phone.says("Say why you are going anyway")
    proxy.breaks("/api/", "refuse")
    phone.fills("Why are you going anyway?", "The coach is here.")
    phone.taps_button("Going anyway")
    phone.says("Checked at")
    proxy.mends()
    phone.lists_at_school(1)
    office.signs_in_as("headteacher")
    office.goes_to("/office")
    office.sees("Phone 3 went on Castle visit though not ready")
    office.sees("1 could open it without a signal. Why: The coach is here.")


def test_a_phone_that_two_people_have_opened_is_ready(phone: Phone, office: Office) -> None:
    phone.chooses_a_pin_as("trip_leader")
    phone.chooses_a_pin_as("staff", TOMS_PIN)
    phone.hears_of_its_list()
    phone.goes_to("Today")
    phone.taps_link("Before we go")
    phone.says("Priya Shah and Tom Hargreave can open it without a signal.")
    phone.taps_chip("Yes")
    phone.fills("How full is its battery?", "96")
    phone.taps_button("Ready to go")
    phone.says("Checked at")
    phone.lists_at_school(1)
    phone.goes_to("Today")
    phone.says("checked")


def test_the_charge_that_the_school_noted_is_not_asked_for_again(phone: Phone, office: Office) -> None:
    office.signs_in_as("site_manager")
    office.sees("Charge the phones for Castle visit")
    office.notes_charges(Phone_3="96", Phone_4="full")
    office.sees("Noted for 2.")
    phone.chooses_a_pin_as("trip_leader")
    phone.hears_of_its_list()
    phone.goes_to("Today")
    phone.taps_link("Before we go")
    phone.says("Charged 96%, noted ")
    phone.says(" by the site manager.")
    phone.taps_chip("Yes")
    phone.fills("Why are you going anyway?", "The coach is here.")
    phone.taps_button("Going anyway")
    phone.says("Checked at")
    phone.taps_button("Check it again")
    phone.taps_button("It shows another number")
    phone.fills("How full is its battery?", "40")
    phone.says_nothing_of("Charged 96%")
    phone.taps_chip("Yes")
    phone.says("Charged 40%, less than 80%")
    phone.lists_at_school(1)
    office.signs_out()
    office.signs_in_as("headteacher")
    office.sees("1 could open it without a signal. Why: The coach is here.")


def test_a_locked_phone_is_checked_by_whoever_opens_it(phone: Phone) -> None:
    phone.chooses_a_pin_as("trip_leader")
    phone.locks()
    phone.goes_to_the_app("/app#/before-we-go")
    phone.says("Whoever takes the phone checks it, with it open.")
    phone.taps_link("Unlock")
    phone.is_headed("Who is taking this phone?")
