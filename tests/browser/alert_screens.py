"""The screens of alerts on the phone: how many while locked, the list, one of them, what is said to it, the switch."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser import busy_day
from tests.browser.phone import Phone
from tests.browser.phone_words import PIN, STRETCHING_MS
from tests.browser.school import School


def somebody_else_reports(school: School, body: dict[str, object]) -> None:
    """Let another phone of today's trip report something, which the school has at once."""
    phone = busy_day.a_phone(school, "Phone 4")
    phone.files(body, phone.card["trip"]["id"])
    phone.announces()
    phone.sends(phone.waiting())
    school.has_opened_everything()


def of_alerts(phone: Phone, school: School, *, name: str = "Priya Shah", pin: str = PIN) -> Iterator[str]:
    """From a locked phone to one alert that is closed; whoever has this PIN was told."""
    somebody_else_reports(school, busy_day.MISSING_PUPIL)
    phone.goes_to("Outbox")
    phone.taps_button("Send now")
    phone.goes_to("Today")
    phone.says("Unlock to read.")
    yield "phone-today-alerts-locked"
    phone.taps_link("1 alert waits")
    phone.is_headed("Alerts")
    yield "phone-alerts-locked"
    phone.taps_link("Alerts on this phone")
    phone.says("two lines on a locked screen")
    yield "phone-alerts-on"
    phone.taps_link("All alerts")
    phone.taps_link("Unlock")
    phone.taps_button(name)
    phone.fills("Your PIN", pin)
    phone.taps_button("Open")
    phone.says("Needs you now", within_ms=STRETCHING_MS)
    yield "phone-alerts"
    yield from of_one_alert(phone, school)


def of_one_alert(phone: Phone, school: School) -> Iterator[str]:
    """Read, about to be handed on, about to be closed, taken with the school away, and closed."""
    phone.taps_link("Missing pupil")
    phone.says("Nobody has it yet")
    yield "phone-alert"
    phone.taps_button("Hand on to …")
    phone.taps_button("Hand it on")
    phone.says("Choose who takes it on.")
    yield "phone-alert-handing-on"
    phone.taps_button("Not now")
    school.stop()
    phone.taps_button("I've got this")
    phone.says("Not told to the others yet")
    yield "phone-alert-taken"
    school.start()
    phone.has_a_line_again()
    phone.says_nothing_of("Not told to the others yet")
    phone.taps_button("Close")
    phone.taps_button("Close it")
    phone.says("Say in a line what was done.")
    yield "phone-alert-closing"
    phone.fills("What was done?", "Found in the armoury queue. All counted.")
    phone.taps_button("Close it")
    phone.says("Closed ")
    yield "phone-alert-closed"


def of_the_same_day(phone: Phone, school: School) -> Iterator[str]:
    """A concern that should have been at school by now, with the school away; it is locked, and works as it is."""
    school.wants_reports_by("00:01")
    phone.goes_to("Outbox")
    phone.taps_button("Send now")
    phone.goes_to("Today")
    school.stop()
    phone.taps_link("Report an incident")
    phone.taps_chip("Safeguarding")
    phone.fills("What did they say, or you see?", "A pupil said something on the coach.")
    phone.taps_button("Save report")
    phone.says("Ring the office now.")
    yield "phone-saved-too-late"
    phone.goes_to("Today")
    phone.says("Ring the office now.")
    yield "phone-today-too-late"
    phone.taps_button("I rang the office")
    phone.says("You rang the office at ")
    school.start()
    phone.has_a_line_again()
    phone.says_nothing_of("You rang the office at ")
