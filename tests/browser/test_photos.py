"""A photo's whole way: taken on the phone, at school, off the phone; and nowhere on either disk a picture in clear."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.api.photographer import jpeg
from tests.browser import photo_day
from tests.browser.chromium import WITH_A_CAMERA, Handset, before_every_page
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.school import School

NO_STREAM = "Object.defineProperty(navigator, 'mediaDevices', { value: undefined })"
REFUSED = "void (navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError'); })"


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """What the phone's browser keeps on disk."""
    return tmp_path / "phone"


@pytest.fixture
def camera_phone(playwright: Playwright, proxy: FaultyProxy, school: School, profile: Path) -> Iterator[Phone]:
    """Phone 3 with a camera, open for whoever leads the trip, who has signed."""
    phone = Phone(Handset(playwright, profile, window=False, switches=WITH_A_CAMERA), proxy.url)
    phone.opens_the_app()
    phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
    photo_day.opens_the_phone(phone)
    yield phone
    phone.closes()
    assert phone.complaints == []


def test_a_photo_is_taken_without_a_signal_reaches_the_school_and_leaves_the_phone(
    camera_phone: Phone, proxy: FaultyProxy, school: School, office: Office, profile: Path
) -> None:
    phone = camera_phone
    proxy.breaks("/api/", "refuse")
    photo_day.says_that_nobody_is_in_it(phone, "Outdoors")
    photo_day.shoots(phone)
    photo_day.keeps(phone, kept=1)
    photo_day.shoots(phone)
    phone.taps_button("Somebody is: throw it away")
    photo_day.shoots(phone)
    photo_day.keeps(phone, kept=2)
    phone.goes_to("Today")
    phone.says("2 photos still on this phone: 2 not at school yet.")
    phone.says("They have to be off it by 16:30.")
    phone.counts_in_its_outbox(4)
    assert school.counts_what_is_stored() == 1
    proxy.mends()
    photo_day.lets_go_of_everything(phone)
    phone.goes_to("Today")
    phone.says_nothing_of("still on this phone")
    lines = _with_erasures(school)
    assert [line["kind"] for line in lines].count("photo.taken") == 2
    erased = {line["body"]["photo"] for line in lines if line["kind"] == "photo.erased"}
    assert erased == {line["id"] for line in lines if line["type"] == "blob"}
    phone.closes()
    assert photo_day.pictures_below(profile) == []
    office.signs_in_as("office")
    _looks_at_them(office)
    school.proves_its_audit_log()
    assert photo_day.pictures_below(school.folder) == []


def _with_erasures(school: School) -> list[dict[str, object]]:
    school.has_stored(7)
    lines = school.exports()
    assert all(line["state"] == "opened" for line in lines), lines
    return lines


def _looks_at_them(office: Office) -> None:
    page = office.page
    office.goes_to("/office/photos")
    page.get_by_role("link", name="Castle visit").click()
    page.get_by_role("radio", name="Choosing photos").check()
    page.get_by_role("button", name="Show them").click()
    office.sees("2 photos. You are looking at them for")
    pictures = page.get_by_role("img", name="Photo taken")
    expect(pictures).to_have_count(2)
    expect(page.get_by_text("Off the phone")).to_have_count(2)
    wide = "all => Promise.all(all.map(one => one.decode().then(() => one.naturalWidth)))"
    assert all(width > 300 for width in pictures.evaluate_all(wide))


def test_the_camera_stays_closed_until_all_of_it_is_so(new_handset, school: School) -> None:
    phone: Phone = new_handset(school.url)
    phone.goes_to_the_app("/app#/photo/camera")
    phone.says("This one is not set up.")
    phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
    phone.goes_to_the_app("/app#/photo/camera")
    phone.says("opens the phone with their PIN first")
    phone.chooses_a_pin_as("trip_leader")
    phone.goes_to_the_app("/app#/photo/camera")
    phone.says("once you have signed the acceptable use")
    phone.taps_link("Read and sign")
    phone.taps_button("I have read this and agree")
    phone.is_headed("Today")
    phone.goes_to_the_app("/app#/photo/camera")
    phone.says("The camera opens after a check of who is in the picture")


def test_a_camera_that_may_not_be_used_is_said_plainly_and_can_be_tried_again(camera_phone: Phone) -> None:
    phone = camera_phone
    phone.asks(REFUSED)
    photo_day.says_that_nobody_is_in_it(phone, "Outdoors")
    phone.says("This browser may not use the camera.")
    phone.asks("delete navigator.mediaDevices.getUserMedia")
    phone.taps_button("Try again")
    photo_day.shoots(phone)


def test_where_no_camera_shows_in_the_page_its_own_takes_a_picture_and_only_that(
    camera_phone: Phone, tmp_path: Path
) -> None:
    phone = camera_phone
    before_every_page(phone.context, NO_STREAM)
    phone.reloads()
    phone.unlocks_as("Priya Shah")
    photo_day.says_that_nobody_is_in_it(phone, "Outdoors")
    odd = {
        "nothing.jpg": (b"", "the file is empty"),
        "letter.jpg": (b"Dear Sir or Madam", "not a picture that can be opened"),
        "cut.jpg": (jpeg()[:-2], "the picture is cut off"),
        "page.jpg": (b"GIF89a=1;alert(1)", "not a picture that can be opened"),
        "photo.heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        "huge.png": (_png_of(10_000, 5000), "too large"),
    }
    for name, (content, words) in odd.items():
        (tmp_path / name).write_bytes(content)
        phone.chooses_a_file("#shot", tmp_path / name)
        phone.says(words)
    good = phone.asks(A_PICTURE)
    (tmp_path / "shot.jpg").write_bytes(bytes(good) + b"PK\x03\x04<script>alert(1)</script>")
    phone.chooses_a_file("#shot", tmp_path / "shot.jpg")
    phone.says("Is anyone in it?")
    photo_day.keeps(phone, kept=1)


# A true JPEG, larger than what is kept, as a handset's own camera makes it.
A_PICTURE = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 4000, height: 3000 });
  canvas.getContext("2d").fillRect(10, 10, 500, 500);
  const blob = await new Promise(done => canvas.toBlob(done, "image/jpeg"));
  return [...new Uint8Array(await blob.arrayBuffer())];
}"""


def _png_of(width: int, height: int) -> bytes:
    """The head of a PNG of that size."""
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + size + b"\x08\x02\0\0\0"
