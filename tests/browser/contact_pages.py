"""The contacts card: each page of it in the office, and each screen of it on a phone."""

from __future__ import annotations

from collections.abc import Iterator

from server.shell import demo_consent
from tests.browser.office import Office
from tests.browser.phone import Phone

NEXT_DOOR = "Millbridge City Council"


def of_contacts(office: Office) -> Iterator[str]:
    """As the office sees them."""
    office.signs_in_as("office")
    office.goes_to("/office/trips")
    office.page.get_by_role("link", name="Contacts: whom to ring").click()
    office.is_headed("Contacts")
    yield "office-contacts"
    office.page.get_by_role("link", name="Change Deputy DSL").click()
    office.page.get_by_label("Number to ring").fill("maeve@wrenfield.example")
    office.presses("Save")
    office.sees("That is an e-mail address")
    yield "office-contact-refused"
    office.goes_to("/office/contacts/rules")
    yield "office-contact-rules"
    office.goes_to("/office/contacts")
    office.page.get_by_role("link", name=f"Change its name, or take it out {NEXT_DOOR}").click()
    office.is_headed("Change a local authority")
    yield "office-authority"
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="Print the contacts card").click()
    office.is_headed("Contacts card")
    yield "office-contacts-card"
    office.goes_to("/office/consent")
    office.opens_the_consent_of("Z9", demo_consent.ENDING)
    office.page.get_by_role("link", name="Home local authority").click()
    office.is_headed("Home local authority")
    yield "office-home-authority"
    office.signs_out()


def of_contacts_never_set_up(phone: Phone) -> Iterator[str]:
    """Without a school: what to ring in danger, and the national bodies."""
    phone.goes_to("Today")
    phone.taps_link("All contacts")
    phone.says("Internet Watch Foundation")
    yield "phone-contacts-not-set-up"
    phone.goes_to("Today")


def of_the_list_and_contacts(phone: Phone) -> Iterator[str]:
    """Today's list; with it open, every contact unfolded, one authority alone, illegal content."""
    phone.goes_to("Today")
    phone.hears_of_its_list()
    phone.taps_link("Today's list")
    phone.says("32 pupils")
    yield "phone-list"
    phone.goes_to_the_app("/app#/contacts")
    for words in ("Wrenshire", "Millbridge", "National"):
        phone.page.locator("summary", has_text=words).click()
    phone.says("Lives there: ")
    yield "phone-contacts"
    phone.taps_link("Illegal content")
    phone.is_headed("Illegal content")
    yield "phone-contacts-illegal"
    phone.taps_link(NEXT_DOOR)
    phone.is_headed("Contacts")
    yield "phone-contacts-authority"
    phone.goes_to("Today")
