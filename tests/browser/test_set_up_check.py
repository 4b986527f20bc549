"""The set-up check: made on the phone without a signal, its one "no" read in the office, due until all is well."""

from __future__ import annotations

import pytest

from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.phone import Phone

pytestmark = pytest.mark.window

RADIOS = "Bluetooth and AirDrop are off"
THE_REST = ("No photos go into a cloud", "The handset asks for its passcode", "A test call with 141")


def test_a_check_without_a_signal_reaches_the_office_with_its_one_no(
    proxied_phone: Phone, proxy: FaultyProxy, office: Office
) -> None:
    office.signs_in_as("network_manager")
    office.sees("Phone 3 needs its set-up check")
    phone = proxied_phone
    phone.chooses_a_pin_as("network_manager")
    phone.goes_to_set_up()
    phone.taps_link("Set-up check")
    phone.is_headed("Set-up check")
    phone.says("Lanyard opens without a signal.")
    phone.says("No test alert has come to this phone lately.")
    proxy.breaks("/api/", "refuse")
    phone.answers(RADIOS, "No")
    phone.fills("Note: Bluetooth and AirDrop", "On for a hearing aid")
    for question in THE_REST:
        phone.answers(question, "Yes")
    phone.says("Not looked at: Camera, Test alert")
    phone.taps_button("Save this check")
    phone.says("Saved on this phone.")
    phone.says("Bluetooth and AirDrop")
    proxy.mends()
    phone.lists_at_school(1)
    office.goes_to("/office")
    office.sees("Phone 3 was not all well at its set-up check")
    office.opens_the_phones_page_of("Phone 3")
    office.sees("by Callum Reid")
    office.sees("Bluetooth and AirDrop off: no, On for a hearing aid")
    office.sees("Camera: not looked at")


def test_anybody_may_check_and_the_office_reads_that_it_was_not_the_network_manager(
    phone: Phone, office: Office
) -> None:
    phone.goes_to_the_app("/app#/set-up-check")
    phone.says("Nobody has opened this phone.")
    phone.taps_button("Try the camera")
    phone.says("camera")
    phone.taps_button("Save this check")
    phone.says("Saved on this phone.")
    phone.lists_at_school(1)
    office.signs_in_as("network_manager")
    office.sees("Phone 3 needs its set-up check")
    office.opens_the_phones_page_of("Phone 3")
    office.sees("not by the network manager")
