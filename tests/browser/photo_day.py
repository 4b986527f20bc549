"""Somebody who photographs: what they do on the phone, in sentences."""

from __future__ import annotations

from tests.browser.phone import Phone
from tests.browser.phone_words import PIN, STRETCHING_MS

MOST_CONTACTS = 12


def opens_the_phone(phone: Phone) -> None:
    """Choose a PIN and sign the acceptable use, without which there is no camera."""
    phone.chooses_a_pin_as("trip_leader", PIN)
    phone.taps_link("Read and sign")
    phone.taps_button("I have read this and agree")
    phone.says("Using this phone", within_ms=STRETCHING_MS)
    phone.hears_of_its_list()
    phone.lists_at_school(1)


def says_that_nobody_is_in_it(phone: Phone, place: str) -> None:
    """A place or thing, at a stop that is not set yet: said before the camera opens."""
    phone.goes_to_the_app("/app#/photo/thing")
    phone.taps_button(place)
    opens_the_camera_on_a_place(phone)


def opens_the_camera_on_a_place(phone: Phone) -> None:
    """The same at a stop that is set."""
    phone.goes_to_the_app("/app#/photo/thing")
    phone.taps_chip("A place")
    phone.taps_button("Nobody is in it. Open camera")
    phone.is_headed("Camera")


def shoots(phone: Phone) -> None:
    """Take what the camera shows; the button waits until it does."""
    phone.taps_button("Take the photo")
    phone.says("Is anyone in it?")


def keeps(phone: Phone, *, kept: int) -> None:
    """Nobody ran into the picture."""
    phone.taps_button("Nobody: keep it")
    phone.hears(f"{kept} photo{'' if kept == 1 else 's'} kept.")


def lets_go_of_everything(phone: Phone) -> None:
    """Ask the school until nothing sealed is left on the phone, the word that its photos are gone included."""
    phone.goes_to("Outbox")
    for _ in range(MOST_CONTACTS):
        with phone.page.expect_response("**/api/outbox/manifest"):
            phone.taps_button("Send now")
        if not phone.keeps_in("outbox")["body"]:
            return
    raise AssertionError("The phone still holds sealed bytes.")
