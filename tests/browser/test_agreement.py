"""The agreement on acceptable use, read on a phone with a signal and signed without; reporting never waits for it."""

from __future__ import annotations

from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.school import School


def test_somebody_signs_on_the_phone_without_a_signal_and_the_school_has_it_as_theirs(
    proxied_phone: Phone, proxy: FaultyProxy, school: School, office: Office
) -> None:
    phone = proxied_phone
    phone.reports_a_grazed_knee()
    phone.chooses_a_pin_as("trip_leader")
    phone.says("Acceptable use is not signed yet.")
    phone.taps_link("Read and sign")
    phone.says("I use school phones and iPads for work alone")
    phone.says("The school may look at how its phones are used.")
    proxy.breaks("/api/", "refuse")
    phone.taps_button("I have read this and agree")
    phone.is_headed("Today")
    phone.says_nothing_of("Acceptable use is not signed yet.")
    proxy.mends()
    phone.lists_at_school(2)
    office.signs_in_as("trip_leader")
    office.goes_to("/office/agreement")
    office.sees("You signed it")


def test_it_is_read_again_without_a_signal_once_it_was_read(proxied_phone: Phone, proxy: FaultyProxy) -> None:
    phone = proxied_phone
    phone.chooses_a_pin_as("trip_leader")
    phone.taps_link("Read and sign")
    phone.says("I use school phones")
    phone.goes_to("Today")
    proxy.breaks("/api/", "refuse")
    phone.taps_link("Read and sign")
    phone.says("I use school phones")
