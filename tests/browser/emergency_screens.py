"""The screens of an emergency: before the first tap, running, phones away, the sheet for the crew, over."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.phone import Phone

# South of the river, as the Ordnance Survey's test point TP09 has it.
IN_GREENWICH = """() => {
  const coords = { latitude: 51.48936565, longitude: -0.11992557, accuracy: 11.2 };
  const value = { getCurrentPosition: found => found({ coords }) };
  Object.defineProperty(navigator, "geolocation", { configurable: true, value });
}"""


def of_an_emergency(phone: Phone) -> Iterator[str]:
    """From the cover of an open phone, with today's list, until it is over."""
    phone.unlocks_as("Priya Shah")
    phone.goes_to_the_app("/app#/list")
    phone.says("32 pupils")
    phone.taps_button("Hide")
    phone.taps_link("Emergency")
    phone.is_headed("Emergency")
    yield "phone-emergency"
    phone.asks(IN_GREENWICH)
    phone.taps_button("Find our position")
    for tapped in ("999 called", "Ambulance here", "No phones, no photographs"):
        phone.taps_button(tapped)
    phone.page.get_by_role("button", name="More on Ambulance here").click()
    phone.says("Words for it")
    yield "phone-emergency-running"
    phone.taps_link("Sheet for the ambulance crew")
    phone.fills("Find a pupil", "a")
    phone.page.get_by_role("main").locator(".names button").first.click()
    phone.fills("What happened", "Fell from the wall, two metres, onto grass.")
    phone.says("Save what I typed")
    yield "phone-emergency-sheet"
    phone.goes_to("Today")
    phone.says("Emergency since")
    yield "phone-today-emergency"
    phone.goes_to_the_app("/app#/photo")
    phone.says("no phones, no photographs")
    yield "phone-photos-held"
    phone.taps_link("See the emergency")
    phone.taps_button("Incident over")
    phone.says("A tap now begins another emergency.")
    yield "phone-emergency-over"
