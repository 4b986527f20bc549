"""The screens of logging an own phone's use: empty, full of answers and warnings, unfinished, saved."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.phone import Phone


def of_logging(phone: Phone) -> Iterator[str]:
    """From the first screen back to it."""
    phone.goes_to("Today")
    phone.taps_link("Own phone used")
    phone.is_headed("Own phone used")
    yield "phone-own-phone-empty"
    phone.taps_button("Call made now Keeps the time at once")
    phone.taps_chip("Base contact")
    phone.fills("Call began", "2020-01-06T10:00")
    phone.fills("Call ended", "2020-01-06T09:00")
    phone.fills("What was said?", "We are at the gate. " * 20)
    phone.taps_chip("Afterwards")
    phone.answers("Photographs taken with it?", "Yes")
    phone.says("It ends before it began.")
    phone.says("This phone knows of no trip on that day.")
    phone.says("The headteacher is told.")
    yield "phone-own-phone-full"
    phone.goes_to("Today")
    phone.says("Unfinished log of an own phone's use")
    yield "phone-today-unfinished-log"
    phone.taps_link("Continue")
    phone.taps_button("Save log")
    phone.is_headed("Saved")
    yield "phone-own-phone-saved"
