"""Photos in three engines: who must step out, the camera, the way to school and off the phone, the end of the day.

Each engine has a camera that shows a pattern. How other phones hear of a withdrawal is in test_withdrawal.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import camera_files, consents, in_each_engine, photo_day
from tests.browser.engines import AnyPhone
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.school import School

ELSE = "Is anyone else in it?"
NOBODY_ELSE = "Nobody else: keep it"
NO_STREAM = "() => { Object.defineProperty(navigator, 'mediaDevices', { value: undefined, configurable: true }); }"
A_STREAM_AGAIN = "() => { delete navigator.mediaDevices; }"
BYTES_OF = """picture => fetch(picture.src)
  .then(answer => answer.arrayBuffer()).then(bytes => [...new Uint8Array(bytes)])"""


def has_answers(school: School) -> None:
    """Two pupils of Heron, and one never to be photographed, have no yes."""
    consents.are_answered(school, [one for one in consents.going(school) if one.class_name == "Heron"][:2])


school, proxy, phone_three = in_each_engine.stands_on(has_answers)


@pytest.fixture(scope="module")
def phone_of_priya(phone_three: AnyPhone) -> AnyPhone:
    """Phone 3, on which Priya Shah, who leads the trip, has a PIN and has signed the acceptable use."""
    phone_three.chooses_a_pin_as("trip_leader")
    phone_three.taps_link("Read and sign")
    phone_three.taps_button("I have read this and agree")
    phone_three.is_headed("Today")
    return phone_three


@pytest.fixture
def phone(phone_of_priya: AnyPhone, proxy: FaultyProxy) -> Iterator[AnyPhone]:
    """That phone, open for her with today's list, nothing waiting and nothing in its way."""
    proxy.mends()
    phone_of_priya.goes_to_the_app("/app#/")
    phone_of_priya.counts_in_its_outbox(0)
    phone_of_priya.unlocks_as("Priya Shah")
    phone_of_priya.taps_link("Today's list")
    phone_of_priya.says("32 pupils")
    phone_of_priya.goes_to("Today")
    yield phone_of_priya
    phone_of_priya.complained_of_nothing()


@pytest.fixture
def office(browser: Browser, school: School) -> Iterator[Office]:
    """A window in the office, signed in."""
    office = Office(browser, school)
    office.signs_in_as("office")
    yield office
    office.context.close()


def is_outdoors(phone: AnyPhone) -> None:
    """Say where; from the stop before on the phone knows what the pictures are for."""
    phone.goes_to_the_app("/app#/photo/stop")
    phone.taps_chip("Outdoors")
    phone.taps_button("Done")
    phone.says("Learning record · Outdoors")


def test_a_group_steps_out_is_photographed_offline_and_the_photo_goes_to_school_and_off_the_phone(
    phone: AnyPhone, proxy: FaultyProxy, school: School, office: Office, shared_profile: Path
) -> None:
    proxy.breaks("/api/", "refuse")
    is_outdoors(phone)
    phone.taps_button("Everyone, 32 pupils")
    phone.is_headed("3 must step out")
    phone.taps_button("Remove them and check again")
    phone.is_headed("Go")
    phone.taps_button("They know. Open camera")
    phone.is_headed("Camera")
    photo_day.shoots(phone, ELSE)
    photo_day.keeps(phone, kept=1, answer=NOBODY_ELSE)
    phone.goes_to("Today")
    phone.says("1 photo still on this phone: 1 not at school yet.")
    proxy.mends()
    photo_day.lets_go_of_everything(phone)
    phone.says_nothing_of("still on this phone")
    (taken,) = [line for line in school.exports() if line["kind"] == "photo.taken"]
    assert len(taken["body"]["pupils"]) == 29
    _looks_at_photos(office)
    office.sees("Off the phone")
    phone.closes()
    assert photo_day.pictures_below(shared_profile) == []
    assert photo_day.pictures_below(school.folder) == []
    phone.opens_again()


def _looks_at_photos(office: Office) -> None:
    office.goes_to("/office/photos")
    office.page.get_by_role("link", name="Castle visit").click()
    office.page.get_by_role("radio", name="Choosing photos").check()
    office.presses("Show them")


def test_what_another_camera_noted_is_in_no_photo_and_it_is_kept_upright(
    phone: AnyPhone, school: School, office: Office, tmp_path: Path
) -> None:
    photo_day.is_at_a_place(phone)
    file = camera_files.photo_with_notes(phone, tmp_path, 640, 480)
    assert camera_files.MAKER in file.read_bytes()
    before = [line["id"] for line in school.exports()]
    phone.asks(NO_STREAM)
    photo_day.says_that_it_is_a_place(phone)
    phone.chooses_a_file("#shot", file)
    phone.says("Is anyone in it?")
    photo_day.keeps(phone, kept=1)
    phone.asks(A_STREAM_AGAIN)
    photo_day.lets_go_of_everything(phone)
    (taken,) = [line for line in school.exports() if line["kind"] == "photo.taken" and line["id"] not in before]
    assert (taken["body"]["width"], taken["body"]["height"]) == (480, 640)
    _looks_at_photos(office)
    pictures = office.page.get_by_role("img", name="Photo taken")
    for place in range(pictures.count()):
        content = bytes(pictures.nth(place).evaluate(BYTES_OF))
        assert content[:2] == b"\xff\xd8"
        assert not any(word in content for word in (b"Exif", camera_files.MAKER, camera_files.LATITUDE))


def test_a_photo_still_on_the_phone_at_the_end_of_the_day_is_the_leaders_to_see_to(
    phone: AnyPhone, proxy: FaultyProxy, school: School, browser: Browser
) -> None:
    photo_day.is_at_a_place(phone)
    proxy.breaks("/api/outbox/blobs", "refuse")
    photo_day.says_that_it_is_a_place(phone)
    photo_day.shoots(phone)
    photo_day.keeps(phone, kept=1)
    phone.goes_to("Today")
    phone.says("1 photo still on this phone: 1 not at school yet.")
    phone.counts_in_its_outbox(1)
    school.has_opened_everything()
    office = Office(browser, school)
    office.signs_in_as("trip_leader")
    office.sees_nothing_of("are still on a phone")
    school.lets_a_day_pass_for_photos()
    office.goes_to("/office")
    office.sees("Photos of Castle visit are still on a phone")
    proxy.mends()
    photo_day.lets_go_of_everything(phone)
    school.has_opened_everything()
    office.goes_to("/office")
    office.sees_nothing_of("are still on a phone")
    office.context.close()


def test_a_class_cameras_check_ends_at_the_answer_and_joins_the_count_by_hand(
    phone: AnyPhone, proxy: FaultyProxy, school: School, office: Office
) -> None:
    proxy.breaks("/api/", "refuse")
    is_outdoors(phone)
    phone.taps_link("Check only, for a class camera")
    phone.fills("Which school camera?", "Year 4 camera")
    phone.taps_button("Linnet, 2 pupils")
    phone.is_headed("Go")
    phone.taps_button("They know. Go ahead")
    phone.says("How many pictures did Year 4 camera take?")
    phone.fills("How many pictures did Year 4 camera take?", "12")
    phone.taps_button("Save the count")
    phone.counts_in_its_outbox(2)
    proxy.mends()
    phone.has_a_line_again()
    phone.counts_in_its_outbox(0)
    school.has_opened_everything()
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="Photo checks").click()
    expect(office.page.get_by_role("main")).to_contain_text("For Year 4 camera: 12 pictures")


def test_a_withdrawal_meanwhile_has_the_phone_rung_and_what_it_photographs_held_back(
    phone: AnyPhone, proxy: FaultyProxy, school: School, browser: Browser
) -> None:
    proxy.breaks("/api/", "refuse")
    linnet = next(one for one in consents.going(school) if one.class_name == "Linnet")
    dsl = Office(browser, school)
    dsl.signs_in_as("dsl")
    dsl.opens_the_consent_of("Z9", int(linnet.upn[2:]))
    dsl.page.get_by_label("Who withdraws?").fill("Mrs Akande")
    dsl.presses("Withdraw everything")
    dsl.sees("Ring Phone 3 on 07700")
    is_outdoors(phone)
    phone.taps_button("Linnet, 2 pupils")
    phone.is_headed("Go")
    phone.taps_button("They know. Open camera")
    photo_day.shoots(phone, ELSE)
    photo_day.keeps(phone, kept=1, answer=NOBODY_ELSE)
    proxy.mends()
    photo_day.lets_go_of_everything(phone)
    school.has_opened_everything()
    dsl.goes_to("/office/photos/held")
    dsl.sees("there was no yes for somebody in it")
    phone.goes_to_the_app("/app#/photo")
    phone.taps_button("Linnet, 2 pupils")
    phone.is_headed("1 must step out")
    dsl.goes_to("/office/consent/to-tell")
    dsl.sees("Heard at ")
    dsl.context.close()
