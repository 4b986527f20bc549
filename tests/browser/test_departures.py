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


def test_a_locked_phone_is_checked_by_whoever_opens_it(phone: Phone) -> None:
    phone.chooses_a_pin_as("trip_leader")
    phone.locks()
    phone.goes_to_the_app("/app#/before-we-go")
    phone.says("Whoever takes the phone checks it, with it open.")
    phone.taps_link("Unlock")
    phone.is_headed("Who is taking this phone?")
