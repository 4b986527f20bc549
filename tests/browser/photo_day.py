"""Somebody who photographs: what they do on the phone, in sentences."""

from __future__ import annotations

import re
from pathlib import Path

from tests.browser.phone import Phone
from tests.browser.phone_words import PIN, STRETCHING_MS, PhoneWords

# How a JPEG of a canvas begins, and what stands in front of its packed picture in nearly every one.
_STARTS = re.compile(rb"\xff\xd8\xff[\xe0\xe1\xdb]..JFIF|\xff\xd8\xff\xe0\x00\x10JFIF", re.DOTALL)


UNTIL_THE_CAMERA_SHOWS = """() => new Promise(resolve => {
  const look = () => {
    const button = document.querySelector("video.viewfinder + button");
    if (button && !button.disabled) resolve(true);
    else requestAnimationFrame(look);
  };
  look();
})"""
# Tells the app again and again that the line is back, until the school holds all of it twice or the time is over.
# Each photo that has gone from here has a record that says so, under an id made of its own.
_UNTIL_NOTHING_IS_LEFT = """async withinMs => {
  const end = performance.now() + withinMs;
  const ended = asked => new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = reject;
  });
  const isEmpty = async () => {
    const database = await ended(indexedDB.open("outbox"));
    const items = await ended(database.transaction("envelope").objectStore("envelope").getAll());
    database.close();
    const ids = items.map(({ id }) => id);
    const isTold = ({ type, id }) => type !== "blob" || ids.includes(`${id.slice(0, 14)}8${id.slice(15)}`);
    return items.every(item => item.state === "settled" && isTold(item));
  };
  while (performance.now() < end) {
    if (await isEmpty()) return true;
    dispatchEvent(new Event("online"));
    await new Promise(resolve => setTimeout(resolve, 250));
  }
  return false;
}"""
# A page's script may run so long in WebKit's driver; a slow machine takes several turns.
_LETS_GO_WITHIN_MS, _TURNS = 9000, 7


def pictures_below(folder: Path) -> list[str]:
    """The files below a folder that hold a JPEG in clear."""
    files = [file for file in folder.rglob("*") if file.is_file() and not file.is_symlink()]
    assert files
    return [str(file.relative_to(folder)) for file in files if _STARTS.search(file.read_bytes())]


def opens_the_phone(phone: Phone) -> None:
    """Choose a PIN and sign the acceptable use, without which there is no camera."""
    phone.chooses_a_pin_as("trip_leader", PIN)
    phone.taps_link("Read and sign")
    phone.taps_button("I have read this and agree")
    phone.says("Using this phone", within_ms=STRETCHING_MS)
    phone.hears_of_its_list()
    phone.lists_at_school(1)


def says_that_nobody_is_in_it(phone: PhoneWords, place: str) -> None:
    """A place or thing, at a stop that is not set yet: said before the camera opens."""
    phone.goes_to_the_app("/app#/photo/thing")
    phone.taps_button(place)
    says_that_it_is_a_place(phone)


def opens_the_camera_on_a_place(phone: PhoneWords) -> None:
    """The same at a stop that is set."""
    phone.goes_to_the_app("/app#/photo/thing")
    says_that_it_is_a_place(phone)


def is_at_a_place(phone: PhoneWords) -> None:
    """Set the stop, and be where a place or thing is named."""
    phone.goes_to_the_app("/app#/photo/stop")
    phone.taps_chip("Outdoors")
    phone.taps_button("Done")
    phone.taps_link("A place or thing")


def says_that_it_is_a_place(phone: PhoneWords) -> None:
    """Name it, and open the camera."""
    phone.taps_chip("A place")
    phone.taps_button("Nobody is in it. Open camera")
    phone.is_headed("Camera")


def shoots(phone: PhoneWords, question: str = "Is anyone in it?") -> None:
    """Take what the camera shows; the button waits until it does."""
    phone.asks(UNTIL_THE_CAMERA_SHOWS)
    phone.taps_button("Take the photo")
    phone.says(question)


def keeps(phone: PhoneWords, *, kept: int, answer: str = "Nobody: keep it") -> None:
    """Nobody ran into the picture."""
    phone.taps_button(answer)
    phone.says(f"{kept} photo{'' if kept == 1 else 's'} kept.")


def lets_go_of_everything(phone: PhoneWords) -> None:
    """Ask the school until nothing sealed is left on the phone, the word that its photos are gone included."""
    has_none = any(phone.asks(_UNTIL_NOTHING_IS_LEFT, _LETS_GO_WITHIN_MS) for _ in range(_TURNS))
    assert has_none, "The phone still holds sealed bytes."
