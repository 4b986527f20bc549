"""Every page about own phones, as the headteacher sees them: rules, agreements, pocket cards, a trip's country."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.office import Office

AGREEMENTS = "/office/own-phones/agreements"


def of_own_phones(office: Office) -> Iterator[str]:
    """The headteacher is signed in."""
    yield from _of_rules(office)
    office.goes_to(AGREEMENTS)
    office.sees("Nothing was agreed yet")
    yield "office-own-phone-agreements-none"
    yield from _of_an_agreement(office)
    yield from _of_the_card(office)


def agrees_for_priya(office: Office) -> None:
    """Agree that Priya may ring with her own phone on today's trip."""
    office.page.get_by_label("Calls in an emergency").check()
    office.page.get_by_label("On which trip?").select_option(index=1)
    office.page.get_by_label("Whose phone?").select_option(label="Priya Shah")
    office.page.get_by_label("Why?").fill("Both phones went with the other coach. " * 6)
    office.presses("Agree to it")


def _of_rules(office: Office) -> Iterator[str]:
    office.goes_to("/office/own-phones/rules")
    office.page.get_by_label("A designated officer").check()
    office.presses("Save")
    office.sees("Name the designated officer below")
    yield "office-own-phone-rules-refused"
    office.page.get_by_label("Designated officer", exact=True).select_option(label="Daniel Okoro")
    office.presses("Save")
    office.sees("Who is told: it waits for a second person")
    yield "office-own-phone-rules"


def _of_an_agreement(office: Office) -> Iterator[str]:
    office.page.get_by_role("link", name="Agree the use of an own phone").click()
    office.presses("Agree to it")
    office.sees("Choose whose phone it is")
    yield "office-own-phone-agreement-refused"
    agrees_for_priya(office)
    office.is_headed("Agreement 1")
    yield "office-own-phone-agreement"
    office.goes_to(AGREEMENTS)
    yield "office-own-phone-agreements"
    office.page.get_by_role("link", name="Agreement 1").click()
    office.page.get_by_label("Why is it revoked?").fill("Phone 2 came after all")
    office.presses("Revoke it")
    office.sees("Yes, revoke it")
    yield "office-own-phone-agreement-revoke"
    office.presses("Yes, revoke it")
    office.sees("Phone 2 came after all")
    yield "office-own-phone-agreement-revoked"
    office.goes_to("/office/you/own-phone")
    yield "office-own-phone-mine"


def _of_the_card(office: Office) -> Iterator[str]:
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="Pocket card to print").click()
    office.is_headed("Pocket card")
    yield "office-pocket-card"
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="Where it is").click()
    is_in(office, "Spain")
    office.sees("Spain has more than one")
    yield "office-trip-country-refused"
    is_in(office, "Japan")
    office.sees("ask on arrival")
    yield "office-trip-country"
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="Pocket card to print").click()
    office.sees("may not be hidden")
    yield "office-pocket-card-abroad"


def is_in(office: Office, country: str) -> None:
    """Say on its page that the trip is in this country."""
    office.page.get_by_label("Country").select_option(label=country)
    office.presses("Save")
