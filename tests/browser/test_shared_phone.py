"""A shared phone: it opens for one person at a time, with or without a signal, and shows nobody what is another's."""

from __future__ import annotations

import json

import pytest

from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.phone import GRAZED_KNEE, Phone
from tests.browser.phone_words import PIN
from tests.browser.school import School

TOMS_PIN = "583104"
PRIYAS, TOMS = "Priya saw a nosebleed in the great hall.", "Tom saw a grazed elbow on the drawbridge."


@pytest.fixture
def shared(proxied_phone: Phone) -> Phone:
    """Phone 3, on which Priya and Tom have a PIN, locked."""
    proxied_phone.chooses_a_pin_as("trip_leader")
    proxied_phone.chooses_a_pin_as("staff", TOMS_PIN)
    proxied_phone.locks()
    return proxied_phone


def test_two_people_take_turns_without_a_signal_and_each_report_is_its_writers(
    shared: Phone, proxy: FaultyProxy, school: School, office: Office
) -> None:
    proxy.breaks("/api/", "refuse")
    shared.unlocks_as("Priya Shah")
    shared.reports_a_grazed_knee(PRIYAS)
    shared.locks()
    shared.unlocks_as("Tom Hargreave", TOMS_PIN)
    shared.counts_in_its_outbox(1)
    shared.reports_a_grazed_knee(TOMS)
    proxy.mends()
    shared.lists_at_school(2)
    priyas, toms = school.has_exactly_once(PRIYAS, TOMS)
    assert (priyas["actor"]["staff"], priyas["actor"]["how"]) == (school.id_of("trip_leader"), "pin")
    assert toms["actor"]["staff"] == school.id_of("staff")
    office.signs_in_as("dsl")
    office.goes_to(f"/office/incidents/{priyas['id']}")
    office.sees("Priya Shah, unlocked with their PIN on Phone 3")
    office.sees_nothing_of("not verified")


def test_in_two_tabs_two_people_each_write_in_their_own_name_and_see_their_own(shared: Phone, school: School) -> None:
    shared.unlocks_as("Priya Shah")
    other = shared.opens_another_tab()
    other.says("Locked.")
    other.unlocks_as("Tom Hargreave", TOMS_PIN)
    other.begins_a_report(TOMS)
    other.waits_until_kept(TOMS)
    shared.comes_to_the_front()
    shared.goes_to("Outbox")
    shared.goes_to("Today")
    shared.says("Using this phone: Priya Shah")
    shared.says_nothing_of("Unfinished report")
    shared.reports_a_grazed_knee(PRIYAS)
    other.comes_to_the_front()
    other.taps_button("Save report")
    other.is_headed("Report saved")
    other.lists_at_school(2)
    priyas, toms = school.has_exactly_once(PRIYAS, TOMS)
    assert (priyas["actor"]["staff"], toms["actor"]["staff"]) == (school.id_of("trip_leader"), school.id_of("staff"))


def test_a_restarted_phone_is_locked_and_opens_without_a_signal(shared: Phone, proxy: FaultyProxy) -> None:
    shared.unlocks_as("Priya Shah")
    shared.is_killed()
    proxy.breaks("/", "refuse")
    shared.opens_again()
    shared.says("Locked.")
    shared.unlocks_as("Priya Shah")
    shared.says("Using this phone: Priya Shah")


def test_five_wrong_pins_without_a_signal_lock_it_and_reporting_goes_on(
    shared: Phone, proxy: FaultyProxy, school: School
) -> None:
    proxy.breaks("/api/", "refuse")
    shared.tries_to_unlock_as("Priya Shah", "111112")
    shared.says("That is not your PIN. 4 tries left.")
    for words in ("3 tries left", "2 tries left", "1 try left", "Five wrong PINs"):
        shared.tries_to_unlock_as("Priya Shah", "111112")
        shared.says(words)
    shared.tries_to_unlock_as("Priya Shah", PIN)
    shared.says("Five wrong PINs")
    shared.goes_to("Today")
    shared.reports_a_grazed_knee()
    proxy.mends()
    shared.lists_at_school(1)
    (line,) = school.has_exactly_once(GRAZED_KNEE)
    assert line["actor"]["how"] == "none"


def test_what_was_being_written_leaves_the_screen_when_it_locks(shared: Phone) -> None:
    shared.unlocks_as("Priya Shah")
    shared.begins_a_report(PRIYAS)
    shared.waits_until_kept(PRIYAS)
    shared.taps_button("Lock")
    shared.says("Locked.")
    assert PRIYAS not in shared.asks("document.documentElement.outerHTML")


def test_one_tap_hides_the_screen_and_the_next_shows_it_again(shared: Phone) -> None:
    shared.unlocks_as("Priya Shah")
    shared.begins_a_report(PRIYAS)
    shared.taps_button("Hide")
    shared.is_headed("Hidden")
    assert PRIYAS not in shared.asks("document.documentElement.outerHTML")
    shared.taps_button("Show it again")
    shared.is_headed("Report an incident")


def test_somebody_shut_out_by_the_office_is_locked_out_at_the_next_contact(shared: Phone, office: Office) -> None:
    shared.unlocks_as("Tom Hargreave", TOMS_PIN)
    office.signs_in_as("office")
    office.disables("Tom Hargreave")
    shared.has_a_line_again()
    shared.goes_to("Today")
    shared.says("Locked.")
    shared.taps_link("Unlock")
    shared.says_nothing_of("Tom Hargreave")


@pytest.mark.parametrize(("below", "fault"), [("/api/outbox/manifest", "held back"), ("/api/outbox/envelopes", "late")])
def test_a_pin_chosen_during_a_contact_outlives_what_the_school_said_before(
    proxied_phone: Phone, proxy: FaultyProxy, below: str, fault: str
) -> None:
    proxy.breaks(below, fault)
    with proxy.hears(f"POST {below}"):
        proxied_phone.reports_a_grazed_knee()
    proxied_phone.goes_to("Today")
    proxied_phone.chooses_a_pin_as("trip_leader")
    proxied_phone.begins_a_report(PRIYAS)
    proxied_phone.waits_until_kept(PRIYAS)
    proxy.mends()
    proxied_phone.lists_at_school(1)
    proxied_phone.goes_to("Today")
    proxied_phone.says("Using this phone: Priya Shah")
    proxied_phone.says("Unfinished report")
    proxied_phone.locks()
    proxied_phone.unlocks_as("Priya Shah")


def test_somebody_else_takes_the_phone_in_two_taps(shared: Phone) -> None:
    shared.unlocks_as("Priya Shah")
    shared.taps = 0
    shared.taps_link("Someone else is taking this phone")
    shared.taps_button("Tom Hargreave")
    assert shared.taps == 2
    shared.is_headed("Tom Hargreave")
    assert "Tom" not in shared.asks("document.title"), "a browser keeps titles in its history"
    shared.fills("Your PIN", TOMS_PIN)
    shared.taps_button("Open")
    shared.says("Using this phone: Tom Hargreave")


def test_todays_list_opens_with_the_pin_without_a_signal_and_leaves_the_screen_when_it_locks(
    shared: Phone, proxy: FaultyProxy
) -> None:
    shared.unlocks_as("Priya Shah")
    shared.hears_of_its_list()
    proxy.breaks("/", "refuse")
    shared.locks()
    shared.unlocks_as("Priya Shah")
    shared.taps_link("Today's list")
    shared.says("32 pupils")
    shared.fills("Find a name or a class", "maya")
    shared.says("of 32")
    shared.says("List from")
    shared.says("Maya")
    shared.taps_button("Lock")
    shared.says("Locked.")
    assert "Maya" not in shared.asks("document.documentElement.outerHTML")


def test_the_list_is_fetched_while_locked_and_is_its_owners_alone(shared: Phone, proxy: FaultyProxy) -> None:
    shared.reloads()
    shared.hears_of_its_list(people=2)
    proxy.breaks("/", "refuse")
    shared.goes_to_the_app("/app#/list")
    shared.says("The list opens with your PIN.")
    shared.unlocks_as("Tom Hargreave", TOMS_PIN)
    shared.taps_link("Today's list")
    shared.says("32 pupils")


@pytest.mark.parametrize(("button", "words"), [("It was me", "Confirmed by Priya Shah."), ("Not me", "not theirs")])
def test_a_report_saved_while_locked_is_confirmed_or_disowned_with_one_tap(
    shared: Phone, school: School, office: Office, button: str, words: str
) -> None:
    shared.reports_a_grazed_knee()
    shared.unlocks_as("Priya Shah")
    shared.says("A report was saved while locked")
    shared.says_nothing_of(GRAZED_KNEE)
    shared.taps_button(button)
    shared.lists_at_school(2)
    (line,) = school.has_once_each(GRAZED_KNEE)
    office.signs_in_as("dsl")
    office.goes_to(f"/office/incidents/{line['id']}")
    office.sees("Not signed in: author not known")
    office.sees(words)


def test_a_lost_phone_lets_go_of_list_and_keys_at_its_next_contact_and_still_sends_what_it_holds(
    shared: Phone, proxy: FaultyProxy, school: School, office: Office
) -> None:
    shared.unlocks_as("Priya Shah")
    shared.hears_of_its_list()
    proxy.breaks("/api/", "refuse")
    shared.reports_a_grazed_knee()
    office.signs_in_as("office")
    office.marks_as_lost("Phone 3")
    proxy.mends()
    shared.asks("dispatchEvent(new Event('online'))")
    shared.says("Nobody signed in")
    shared.is_headed("Today")
    shared.lists_at_school(1)
    assert not shared.keeps_a_share()
    kept = json.dumps(shared.keeps_in("local"))
    assert not [secret for secret in ('"wrap"', '"checked_at"') if secret in kept]
    school.has_exactly_once(GRAZED_KNEE)
    office.goes_to("/office")
    office.sees("Phone 3 is lost: decide by")


def test_somebody_without_a_pin_writes_on_the_leaders_unlock_and_both_are_named(
    shared: Phone, school: School, office: Office
) -> None:
    shared.unlocks_as("Priya Shah")
    shared.begins_a_report(GRAZED_KNEE)
    shared.page.get_by_text("Someone else is writing").click()
    shared.fills("Their name", "Ms Cover")
    shared.says("Writing: Ms Cover, on Priya Shah's unlock")
    shared.taps_button("Save report")
    shared.lists_at_school(1)
    (line,) = school.has_exactly_once(GRAZED_KNEE)
    office.signs_in_as("dsl")
    office.goes_to(f"/office/incidents/{line['id']}")
    office.sees("Ms Cover, on Priya Shah’s unlock of Phone 3")
    office.sees_nothing_of("not verified")
