"""A shared phone in three engines: whoever takes it, locks it or is shut out, nobody's work is lost or shown.

What lies on its disk, locked and after the trip, is searched in test_after_the_trip.py.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import in_each_engine
from tests.browser.engines import AnyPhone
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.phone_words import GRAZED_KNEE
from tests.browser.school import School

TOMS_PIN = "583104"
PRIYAS, TOMS = "Priya saw a nosebleed in the great hall.", "Tom saw a grazed elbow on the drawbridge."
# The page's clock from now on, and somebody looking at the app again.
SOME_MINUTES_LATER = """minutes => {
  const now = Date.now.bind(Date);
  Date.now = () => now() + minutes * 60_000;
  document.dispatchEvent(new Event("visibilitychange"));
}"""
GO_BACK = """() => new Promise(resolve => {
  addEventListener("hashchange", () => requestAnimationFrame(() => requestAnimationFrame(resolve)), { once: true });
  history.back();
})"""


school, proxy, phone_three = in_each_engine.stands_on()


@pytest.fixture(scope="module")
def phone_of_two(phone_three: AnyPhone) -> AnyPhone:
    """Phone 3, on which Priya and Tom have a PIN."""
    phone_three.chooses_a_pin_as("trip_leader")
    phone_three.chooses_a_pin_as("staff", TOMS_PIN)
    return phone_three


@pytest.fixture
def phone(phone_of_two: AnyPhone, proxy: FaultyProxy) -> Iterator[AnyPhone]:
    """That phone, loaded afresh and so locked, with nothing waiting and nothing in its way."""
    proxy.mends()
    phone_of_two.goes_to_the_app("/app#/")
    phone_of_two.reloads()
    phone_of_two.says("Locked.")
    phone_of_two.counts_in_its_outbox(0)
    yield phone_of_two
    phone_of_two.complained_of_nothing()


def test_who_takes_the_phone_next_leaves_the_first_ones_reports_waiting_and_theirs(
    phone: AnyPhone, proxy: FaultyProxy, school: School
) -> None:
    proxy.breaks("/api/", "refuse")
    phone.unlocks_as("Priya Shah")
    phone.reports_a_grazed_knee(PRIYAS)
    phone.unlocks_as("Tom Hargreave", TOMS_PIN)
    phone.counts_in_its_outbox(1)
    phone.reports_a_grazed_knee(TOMS)
    proxy.mends()
    phone.has_a_line_again()
    phone.counts_in_its_outbox(0)
    priyas, toms = school.has_once_each(PRIYAS, TOMS)
    assert (priyas["actor"]["staff"], toms["actor"]["staff"]) == (school.id_of("trip_leader"), school.id_of("staff"))


def test_locked_and_restarted_without_a_signal_it_opens_again_and_nothing_is_lost(
    phone: AnyPhone, proxy: FaultyProxy, school: School
) -> None:
    proxy.breaks("/", "refuse")
    phone.unlocks_as("Priya Shah")
    phone.reports_a_grazed_knee("Before it was locked.")
    phone.locks()
    phone.is_killed()
    phone.opens_again()
    phone.counts_in_its_outbox(1)
    phone.unlocks_as("Priya Shah")
    phone.says("Using this phone: Priya Shah")
    proxy.mends()
    phone.goes_to("Outbox")
    phone.taps_button("Send now")
    phone.counts_in_its_outbox(0)
    school.has_once_each("Before it was locked.")


def test_left_lying_about_it_locks_itself_without_a_signal(phone: AnyPhone, proxy: FaultyProxy) -> None:
    phone.unlocks_as("Priya Shah")
    proxy.breaks("/", "refuse")
    phone.begins_a_report(GRAZED_KNEE)
    phone.waits_until_kept(GRAZED_KNEE)
    phone.asks(SOME_MINUTES_LATER, 9)
    phone.says("Writing as Priya Shah")
    phone.asks(SOME_MINUTES_LATER, 11)
    phone.says("Locked.")
    assert GRAZED_KNEE not in phone.asks("() => document.documentElement.outerHTML")
    phone.unlocks_as("Priya Shah")
    phone.taps_link("Continue")
    phone.taps_button("Discard this report")
    phone.taps_button("Yes, discard it")
    phone.is_headed("Today")


def test_going_back_after_it_was_locked_shows_nobodys_list(phone: AnyPhone) -> None:
    phone.unlocks_as("Priya Shah")
    phone.taps_link("Today's list")
    phone.says("32 pupils")
    phone.locks()
    phone.asks(GO_BACK)
    phone.says("The list opens with your PIN.")
    phone.says_nothing_of("32 pupils")


def test_somebody_shut_out_meanwhile_loses_the_phone_and_not_what_they_saved(
    phone: AnyPhone, proxy: FaultyProxy, school: School, office: Office
) -> None:
    proxy.breaks("/api/", "refuse")
    phone.unlocks_as("Tom Hargreave", TOMS_PIN)
    phone.reports_a_grazed_knee("Saved before he was shut out.")
    office.signs_in_as("office")
    office.disables("Tom Hargreave")
    proxy.mends()
    # Once it hears, the phone locks, and leaves whatever screen it shows.
    phone.has_a_line_again()
    phone.counts_in_its_outbox(0)
    phone.goes_to("Today")
    phone.says("Locked.")
    (line,) = school.has_once_each("Saved before he was shut out.")
    assert line["actor"]["staff"] == school.id_of("staff")
