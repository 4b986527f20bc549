"""A leaver's phone opens for them no more from its next contact on, and what they wrote on it still arrives."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.phone import GRAZED_KNEE, Phone
from tests.browser.phone_words import STRETCHING_MS
from tests.browser.school import School

TOMS_PIN, GUESTS_PIN = "583104", "274916"


def test_a_leavers_phone_loses_its_unlock_at_its_next_contact_and_their_unsent_report_arrives(
    proxied_phone: Phone, proxy: FaultyProxy, school: School, office: Office
) -> None:
    phone = proxied_phone
    phone.chooses_a_pin_as("trip_leader")
    phone.chooses_a_pin_as("staff", TOMS_PIN)
    proxy.breaks("/api/", "refuse")
    phone.reports_a_grazed_knee()
    phone.counts_in_its_outbox(1)
    office.signs_in_as("network_manager")
    office.disables("Tom Hargreave")
    assert school.why_the_pin_ended("Tom Hargreave") == "account disabled"

    phone.goes_to("Today")
    phone.says("Using this phone: Tom Hargreave")
    proxy.mends()
    phone.has_a_line_again()
    phone.says("Locked.")
    phone.taps_link("Unlock")
    phone.says("Priya Shah")
    phone.says_nothing_of("Tom Hargreave")

    phone.lists_at_school(1)
    (line,) = school.has_exactly_once(GRAZED_KNEE)
    assert (line["actor"]["staff"], line["actor"]["how"]) == (school.id_of("staff"), "pin")
    office.signs_out()
    office.signs_in_as("dsl")
    office.goes_to(f"/office/incidents/{line['id']}")
    office.sees("Tom Hargreave, unlocked with their PIN on Phone 3")
    office.sees_nothing_of("not verified")
    school.proves_its_audit_log()


def test_a_guest_is_out_when_their_time_is_over_and_what_they_wrote_arrives(
    proxied_phone: Phone, proxy: FaultyProxy, school: School, office: Office
) -> None:
    phone = proxied_phone
    office.signs_in_as("office")
    code = office.adds_a_guest("Mr Cover", days=2)
    phone.taps_link("Sign in")
    phone.taps_link("I have a code for this trip")
    phone.fills("Code", code)
    phone.taps_button("Join")
    phone.is_headed("Choose your PIN")
    phone.keeps_as_a_pin(GUESTS_PIN)
    phone.says("I have read this and agree", within_ms=STRETCHING_MS)
    phone.taps_button("I have read this and agree")
    phone.says("Using this phone: Mr Cover")
    proxy.breaks("/api/", "refuse")
    phone.reports_a_grazed_knee()

    school.lets_the_guests_time_run_out()
    phone.goes_to("Today")
    phone.says("Using this phone: Mr Cover")
    proxy.mends()
    phone.has_a_line_again()
    phone.says_nothing_of("Mr Cover")
    phone.counts_in_its_outbox(0)
    school.has_once_each(GRAZED_KNEE)
    school.restart()
    school.has_ended_what_was_open_to("Mr Cover")
    office.goes_to("/office/staff/guests")
    office.sees("Ended")


def test_what_a_leaver_left_on_their_own_phone_goes_with_a_colleagues_sign_in_and_stays_theirs(
    new_handset: Callable[[str], Phone], proxy: FaultyProxy, school: School, office: Office
) -> None:
    own = new_handset(proxy.url)
    own.signs_in_on_ones_own_as("staff")
    own.says("Daniel Okoro")
    proxy.breaks("/api/", "refuse")
    own.reports_a_grazed_knee()
    office.signs_in_as("network_manager")
    office.disables("Tom Hargreave")
    proxy.mends()
    own.has_a_line_again()
    own.says("Sign in to send.")
    own.counts_in_its_outbox(1)

    own.signs_in_on_ones_own_as("trip_leader")
    own.lists_at_school(1)
    (line,) = school.has_exactly_once(GRAZED_KNEE)
    assert line["actor"]["staff"] == school.id_of("staff")
