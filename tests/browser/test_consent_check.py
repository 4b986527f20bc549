"""Photo consent at the shutter, without a signal: check, stop, step out, go; a no on the day; the class camera."""

from __future__ import annotations

import pytest

from tests.browser.consents import Going, are_answered, going
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.school import School


@pytest.fixture
def refused(school: School) -> list[Going]:
    """Two pupils of Heron whose parents said no; everybody else's said yes, but for one never to be photographed."""
    noes = [one for one in going(school) if one.class_name == "Heron"][:2]
    are_answered(school, noes)
    return noes


def goes_out(phone: Phone, proxy: FaultyProxy) -> None:
    """Choose a PIN, sign, have today's list; then the coach is in a valley without a signal."""
    phone.chooses_a_pin_as("trip_leader")
    phone.taps_link("Read and sign")
    phone.taps_button("I have read this and agree")
    phone.is_headed("Today")
    phone.hears_of_its_list()
    phone.lists_at_school(1)
    phone.goes_to("Today")
    proxy.breaks("/api/", "refuse")


def opens_the_camera(phone: Phone) -> None:
    """Say that they know, and be where the camera opens."""
    phone.is_headed("Go")
    phone.taps_button("They know. Open camera")
    phone.page.wait_for_url("**#/photo/camera")


def test_a_group_is_checked_stopped_made_smaller_and_photographed_in_few_taps(
    school: School, proxied_phone: Phone, proxy: FaultyProxy, office: Office, refused: list[Going]
) -> None:
    phone = proxied_phone
    goes_out(phone, proxy)
    phone.taps = 0
    phone.taps_link("Take a photo")
    phone.taps_button("Outdoors")
    phone.taps_button("Linnet, 2 pupils")
    opens_the_camera(phone)
    assert phone.taps == 4
    phone.goes_to("Today")
    phone.taps = 0
    phone.taps_link("Same again")
    opens_the_camera(phone)
    assert phone.taps == 2
    phone.goes_to("Today")
    phone.taps_link("Take a photo")
    phone.taps_button("Everyone, 32 pupils")
    phone.is_headed("3 must step out")
    phone.says("List of ")
    for one in refused:
        phone.says(one.first_name)
    phone.taps_button("Turn away from children")
    phone.says("Could you help me hold the bag for this one?")
    for one in refused:
        phone.says_nothing_of(f"{one.first_name} ")
    phone.taps_button("Back to the names")
    phone.taps_button("Remove them and check again")
    opens_the_camera(phone)
    phone.counts_in_its_outbox(4)
    proxy.mends()
    phone.lists_at_school(5)
    school.has_opened_everything()
    office.signs_in_as("dsl")
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="Photo checks").click()
    office.sees("32 pupils")
    office.sees("Had to step out: ")
    office.sees("29 pupils")


@pytest.mark.usefixtures("refused")
def test_a_pupil_who_says_no_today_and_the_school_on_the_telephone_win_at_once(
    school: School, proxied_phone: Phone, proxy: FaultyProxy, office: Office
) -> None:
    phone = proxied_phone
    goes_out(phone, proxy)
    phone.taps_link("Take a photo")
    phone.taps_button("Outdoors")
    phone.taps_button("Linnet, 2 pupils")
    phone.is_headed("Go")
    phone.taps_link("A pupil says no today")
    phone.fills("Find a name or a class", "Linnet")
    phone.page.get_by_role("main").get_by_role("button", name="Linnet").first.click()
    phone.is_headed("1 must step out")
    phone.taps_link("The school rang")
    phone.fills("Find a name or a class", "Linnet")
    phone.page.get_by_role("main").get_by_role("button", name="Linnet").last.click()
    phone.is_headed("2 must step out")
    phone.says("Nobody is left for this picture.")
    phone.locks()
    phone.unlocks_as("Priya Shah")
    phone.reloads()
    phone.unlocks_as("Priya Shah")
    phone.taps_link("Take a photo")
    phone.taps_button("Linnet, 2 pupils")
    phone.is_headed("2 must step out")
    proxy.mends()
    office.signs_in_as("office")
    phone.goes_to("Outbox")
    phone.says("The school has everything.")
    school.has_opened_everything()
    office.goes_to("/office")
    office.sees("A pupil said no to photos on Castle visit")
    office.sees("The school rang about photos of a pupil on Castle visit")


@pytest.mark.usefixtures("refused")
def test_the_place_stops_everybody_and_what_needs_no_list_never_serves_for_an_injury(phone: Phone) -> None:
    phone.goes_to_the_app("/app#/photo")
    phone.says("Photos need a PIN")
    phone.chooses_a_pin_as("trip_leader")
    phone.taps_link("Take a photo")
    phone.says("You have not signed acceptable use yet.")
    phone.taps_link("Read and sign")
    phone.taps_button("I have read this and agree")
    phone.hears_of_its_list()
    phone.taps_link("Take a photo")
    phone.taps_button("Changing rooms")
    phone.taps_button("Linnet, 2 pupils")
    phone.is_headed("Stop: no photo")
    phone.says("No pictures where anybody changes.")
    phone.goes_to_the_app("/app#/photo/thing")
    phone.taps_chip("A place")
    phone.says("No pictures where anybody changes.")
    phone.taps_link("Change")
    phone.taps_chip("Indoors")
    phone.taps_button("Done")
    phone.taps_link("A place or thing")
    phone.taps_chip("An injury, or a mark on a body")
    phone.says("Report an incident, without a photo")
    phone.says_nothing_of("Nobody is in it.")
    phone.taps_chip("A place")
    phone.taps_button("Nobody is in it. Open camera")
    phone.page.wait_for_url("**#/photo/camera")


@pytest.mark.usefixtures("refused")
def test_a_class_cameras_check_ends_at_the_answer_and_its_pictures_are_counted_later(
    school: School, phone: Phone, office: Office
) -> None:
    phone.chooses_a_pin_as("trip_leader")
    phone.taps_link("Read and sign")
    phone.taps_button("I have read this and agree")
    phone.hears_of_its_list()
    phone.taps_link("Take a photo")
    phone.taps_button("Indoors")
    phone.taps_link("Check only, for a class camera")
    phone.fills("Which school camera?", "Year 4 camera")
    phone.taps_button("Linnet, 2 pupils")
    phone.is_headed("Go")
    phone.taps_button("They know. Go ahead")
    phone.says("How many pictures did Year 4 camera take?")
    phone.taps_button("Save the count")
    phone.says("Give the count as a number, such as 12.")
    phone.fills("How many pictures did Year 4 camera take?", "12")
    phone.taps_button("Save the count")
    phone.says_nothing_of("How many pictures")
    phone.lists_at_school(3)
    school.has_opened_everything()
    office.signs_in_as("office")
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="Photo checks").click()
    office.sees("For Year 4 camera: 12 pictures")
