"""Every screen and page about photos: the check and the camera on a phone, the gallery in the office."""

from __future__ import annotations

from collections.abc import Iterator

from server.foundation import clock
from tests.browser import photo_day
from tests.browser.office import Office
from tests.browser.phone import Phone


def of_photos(phone: Phone) -> Iterator[str]:
    """May they be in a photo: where, who, somebody steps out, nobody may here, and what needs no list."""
    phone.taps_link("Take a photo")
    phone.says("You have not signed acceptable use yet.")
    yield "phone-photo-shut"
    phone.taps_link("Read and sign")
    phone.taps_button("I have read this and agree")
    phone.is_headed("Today")
    phone.taps_link("Take a photo")
    phone.says("Where are you?")
    phone.taps_button("Outdoors")
    phone.says("Learning record · Outdoors")
    yield "phone-photo"
    yield from of_the_camera(phone)
    phone.taps_button("Everyone, 32 pupils")
    phone.is_headed("3 must step out")
    yield "phone-photo-out"
    phone.taps_button("Turn away from children")
    phone.is_headed("One moment")
    yield "phone-photo-turned-away"
    phone.taps_link("Change")
    phone.says("What are the pictures for?")
    phone.taps_chip("Toilets")
    yield "phone-photo-stop"
    phone.taps_button("Done")
    phone.taps_button("Everyone, 32 pupils")
    phone.is_headed("Stop: no photo")
    yield "phone-photo-no-place"
    yield from _of_why(phone)
    phone.taps_link("The school rang")
    phone.says("Tap the name.")
    yield "phone-photo-school-rang"
    phone.goes_to_the_app("/app#/photo/thing")
    phone.taps_chip("An injury, or a mark on a body")
    phone.says("No picture of that, ever.")
    yield "phone-photo-thing"
    phone.goes_to_the_app("/app#/photo/only")
    phone.says("Which school camera?")
    yield "phone-photo-only"
    phone.goes_to("Today")


def _of_why(phone: Phone) -> Iterator[str]:
    """Why nobody may here."""
    phone.page.locator("details.why summary").click()
    phone.says("The camera never opens there")
    yield "phone-photo-why"


def of_the_camera(phone: Phone) -> Iterator[str]:
    """The camera before a check, and on a phone that has none."""
    phone.goes_to_the_app("/app#/photo/camera")
    phone.says("The camera opens after a check")
    yield "phone-camera-closed"
    photo_day.opens_the_camera_on_a_place(phone)
    phone.says("no camera that Lanyard can find")
    yield "phone-camera-none"
    phone.goes_to_the_app("/app#/photo")
    phone.says("Learning record · Outdoors")


def of_gallery(office: Office) -> Iterator[str]:
    """Photos of a trip: what for, the gallery, one of them, asking for it, how long they may stay."""
    office.goes_to("/office/photos")
    yield "office-photos"
    office.page.get_by_role("link", name="Castle visit").click()
    office.page.get_by_role("button", name="Show them").click()
    office.sees("There is a problem")
    yield "office-photo-look-refused"
    office.page.get_by_role("radio", name="Choosing photos").check()
    office.page.get_by_role("button", name="Show them").click()
    office.sees("1 photo not arrived.")
    yield "office-photo-gallery"
    office.page.get_by_role("main").get_by_role("link", name="Gatehouse").last.click()
    office.sees("Yes, the very picture")
    office.page.get_by_role("button", name="Ask for it").click()
    office.sees("There is a problem")
    yield "office-photo-refused"
    office.page.get_by_role("radio", name="Website and prospectus").check()
    office.page.get_by_label("Where will it be seen?").fill("Spring newsletter")
    office.page.get_by_role("button", name="Ask for it").click()
    office.sees("Waits for a second person.")
    yield "office-photo"
    office.goes_to("/office/photos/releases")
    yield "office-photo-releases"
    office.goes_to("/office/photos/off-by")
    yield "office-photos-off-by"
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="Let them stay longer").click()
    office.page.get_by_role("button", name="Let them stay").click()
    office.sees("There is a problem")
    yield "office-photos-stay-refused"


def of_authorisations(office: Office) -> Iterator[str]:
    """The register with nothing in it, one refused, given, about to be revoked, revoked; and its trip's page."""
    office.signs_in_as("headteacher")
    stops_gymnastics(office)
    office.page.get_by_role("main").get_by_role("link", name="Authorisations").click()
    office.sees("Nothing was authorised yet")
    yield "office-authorisations-none"
    office.page.get_by_role("link", name="Give an authorisation").click()
    office.presses("Give it")
    office.sees("There is a problem")
    yield "office-authorisation-refused"
    authorises(office, "Photos of vaults for coaching")
    yield "office-authorisation"
    office.goes_to_the_trip("Castle visit")
    office.sees("Photos of vaults for coaching")
    yield "office-authorisation-on-its-trip"
    office.page.get_by_role("link", name="Authorisation 1").click()
    office.page.get_by_label("Why is it revoked?").fill("The coach has left")
    office.presses("Revoke it")
    office.is_headed("Revoke authorisation 1?")
    yield "office-authorisation-to-revoke"
    office.presses("Yes, revoke it")
    office.sees("Ring them:")
    yield "office-authorisation-revoked"
    office.goes_to("/office/consent/authorisations")
    office.sees("Revoked")
    yield "office-authorisations"
    office.signs_out()


def stops_gymnastics(office: Office) -> None:
    """Choose that phones stop at gymnastics."""
    office.goes_to("/office/consent")
    office.page.get_by_role("link", name="Rules for photos").click()
    office.page.get_by_label("Activity", exact=True).fill("Gymnastics")
    office.page.get_by_role("radio", name="Stops: no photos").check()
    office.page.get_by_label("What it says", exact=True).fill("No photos on the beam or the vault.")
    office.presses("Save this activity")
    office.sees("Phones take it up")


def authorises(office: Office, what: str) -> None:
    """Fill in the form that is open, for gymnastics on today's trip, today alone."""
    today = clock.today()
    office.page.get_by_role("radio", name="Gymnastics").check()
    office.page.get_by_label("What is allowed?").fill(what)
    office.page.get_by_label("Who may do it?").fill("Miss Ellis")
    until = office.page.get_by_role("group", name="Up to and including which day?")
    for part, number in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        until.get_by_label(part).fill(str(number))
    office.page.get_by_label("Where does it hold?").select_option(index=1)
    office.page.get_by_label("Why?", exact=True).fill("The coach corrects the run-up")
    office.page.get_by_label("On what conditions?").fill("Vaults alone, from behind.")
    office.presses("Give it")
    office.sees("Authorisation 1 is given.")
