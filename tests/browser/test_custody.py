"""A confiscated phone, from taking it without a signal to the police, on the page that a governor reads."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.chromium import Handset
from tests.browser.disk_search import found_on_disk
from tests.browser.office import Office
from tests.browser.phone import WAITING, Phone
from tests.browser.phone_words import PIN, STRETCHING_MS
from tests.browser.school import School

WHOSE, WHY, KEPT = "Maya Castellan", "It filmed others in the dormitory.", "Glovebox of coach 2, locked"
WORDS, OFFICER, REFERENCE = "It was switched off again at once.", "PC Ferrier 4411", "CR/20931/26"
SECRETS = (WHOSE, WHY, KEPT, WORDS, OFFICER, REFERENCE, "P. Shah of Meadow")


def goes_on_after_a_kill(phone: Phone) -> None:
    """Lose the browser, and find the same form again, for its writer alone."""
    phone.is_killed()
    phone.opens_again()
    phone.says("Unfinished record of an item")
    phone.says_nothing_of(WHOSE)
    phone.unlocks_as("Priya Shah")
    phone.taps_link("Continue")
    phone.is_headed("Take something")
    expect(phone.field("Whose is it?")).to_have_value(WHOSE)


def takes_the_phone(phone: Phone) -> str:
    """With the phone open and the PIN given to sign. Returns what the item is called from then on."""
    phone.taps_link("Items kept")
    phone.says("Nothing. What another phone took")
    phone.taps_link("Take something")
    phone.says("Never look for, open, copy or send an image")
    phone.taps_chip("Phone")
    phone.fills("Whose is it?", WHOSE)
    phone.waits_until_kept(WHOSE, "whose")
    goes_on_after_a_kill(phone)
    suggestion = phone.page.get_by_role("button", name=re.compile("^Use "))
    code = str(suggestion.text_content()).removeprefix("Use ")
    suggestion.click()
    expect(phone.field("Bag number")).to_have_value(code)
    phone.page.get_by_label("Now", exact=True).check()
    for label, words in (("Why was it taken?", WHY), ("Where is it kept?", KEPT), ("Who saw it taken?", "Ben Osei")):
        phone.fills(label, words)
    phone.fills("Type your name to sign", "P. Shah of Meadow")
    phone.fills("PIN of Priya Shah", "112233")
    phone.taps_button("Save record")
    phone.says("That is not your PIN.", within_ms=STRETCHING_MS)
    phone.fills("PIN of Priya Shah", PIN)
    phone.says("Everything is filled in.")
    phone.taps_button("Save record")
    phone.says(WAITING, within_ms=STRETCHING_MS)
    phone.is_headed("Items kept")
    return f"Phone, bag {code}"


def searches_it_locked(phone: Phone, item: str) -> None:
    """Nobody is signed in: the name alone stands under it."""
    phone.locks()
    phone.goes_to_the_app("/app#/custody")
    phone.taps_link(f"Record a search ({item})")
    phone.says(item)
    phone.taps_chip("A phone or other device")
    phone.fills("Who searched?", "Daniel Okoro")
    phone.taps_chip("A parent or carer")
    phone.taps_chip("Stopped: it may hold an indecent image")
    phone.fills("What was done, and what was found?", WORDS)
    phone.fills("Type your name to sign", "D Okoro")
    phone.taps_button("Save record")
    phone.says(WAITING)


def hands_it_to_the_police(phone: Phone, item: str) -> None:
    """Opened with the PIN that signs; the officer types a name. Nobody keeps it any more."""
    phone.taps_link(f"Hand to the police ({item})")
    phone.says("nothing of it may be deleted")
    phone.fills("Which officer?", OFFICER)
    phone.fills("Police reference", REFERENCE)
    phone.fills("The officer may type their name", "Ferrier")
    phone.taps_chip("Priya Shah")
    phone.fills("Your PIN", PIN)
    phone.fills("Type your name to sign", "P Shah")
    phone.taps_button("Save record")
    phone.says(WAITING, within_ms=STRETCHING_MS)
    expect(phone.page.get_by_role("button", name="Lock")).to_be_visible()
    phone.says_nothing_of(item)


def shows_nothing_on_its_disk(phone: Phone) -> None:
    """Look for what was typed in all that a killed browser left behind."""
    phone.is_killed()
    assert isinstance(phone.handset, Handset)
    assert found_on_disk(phone.handset.profile, {text: text.encode() for text in SECRETS}) == set()


def reads_it_as_a_governor(office: Office, item: str) -> None:
    """In order, with how each was signed; on paper without what can be pressed."""
    office.signs_in_as("headteacher")
    office.goes_to("/office/custody")
    office.sees_nothing_of(WHOSE)
    office.page.get_by_role("link", name=item).click()
    office.is_headed(item)
    steps = office.page.get_by_role("listitem").filter(has=office.page.get_by_role("heading", level=3))
    for place, words in enumerate(
        (("Taken", WHY, KEPT), ("Searched", WORDS, "A parent"), ("police", OFFICER, REFERENCE))
    ):
        for one in words:
            expect(steps.nth(place)).to_contain_text(one)
    expect(steps.nth(0)).to_contain_text("with the PIN of Priya Shah")
    expect(steps.nth(1)).to_contain_text("“D Okoro”, by name alone")
    expect(steps.nth(2)).to_contain_text("Whoever took it typed: “Ferrier”")
    office.sees("nothing of it may be deleted")
    office.page.emulate_media(media="print")
    expect(office.page.get_by_role("link", name="Give back")).to_be_hidden()
    expect(steps.nth(2)).to_be_visible()
    office.page.emulate_media(media="screen")


def test_a_phone_taken_without_signal_is_followed_to_the_police(phone: Phone, school: School, office: Office) -> None:
    phone.chooses_a_pin_as("trip_leader")
    school.kill()
    item = takes_the_phone(phone)
    searches_it_locked(phone, item)
    hands_it_to_the_police(phone, item)
    phone.counts_in_its_outbox(3)
    shows_nothing_on_its_disk(phone)

    school.start()
    phone.opens_again()
    phone.goes_to("Outbox")
    phone.taps_button("Send now")
    phone.lists_at_school(3)
    school.has_opened_everything()
    assert {line["state"] for line in school.exports()} == {"opened"}

    reads_it_as_a_governor(office, item)
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="Items kept").click()
    office.sees("With the police")


def takes_a_phone(phone: Phone) -> None:
    """With nothing filled in but what it is."""
    phone.taps_chip("Phone")
    phone.taps_button("Save record")
    phone.says(WAITING)


def test_what_was_taken_because_of_a_report_goes_with_it_but_never_with_one_for_the_chair(
    phone: Phone, school: School
) -> None:
    phone.signs_in_as("trip_leader")
    phone.taps_link("Report an incident")
    phone.taps_chip("Nude image")
    phone.taps_button("Save report")
    phone.says(WAITING)
    phone.taps_link("Something was taken")
    takes_a_phone(phone)

    phone.goes_to("Today")
    phone.taps_link("Report an incident")
    phone.taps_chip("Concern about staff")
    phone.taps_chip("The headteacher")
    phone.taps_button("Save report")
    phone.says("Add to this report")
    phone.says_nothing_of("Something was taken")
    about_head = phone.page.url.rsplit("/", 1)[1]
    phone.goes_to_the_app(f"/app#/item/taken-in-{about_head}")
    takes_a_phone(phone)

    phone.lists_at_school(4)
    school.has_opened_everything()
    lines = {line["kind"]: line for line in school.exports() if line["kind"] == "incident.reported"}
    taken = [line["body"]["incident"] for line in school.exports() if line["kind"] == "item.confiscated"]
    assert sorted(taken, key=str) == sorted([lines["incident.reported"]["id"], None], key=str)
