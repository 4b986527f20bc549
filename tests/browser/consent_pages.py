"""The office's pages of photo consent, one after the other, with something on each."""

from __future__ import annotations

from collections.abc import Iterator

from server.shell import demo_consent
from tests.browser.office import Office

WITH_KINDS = f"""UPN,Consent type,Response,Date
Z900000000090,Website,yes,
Z900000000091,{"Paracetamol " * 9},yes,
Z900000000092,Press,yes,31/02/2026
"""


def of_consent(office: Office) -> Iterator[str]:
    """The consent register as the DSL sees it, and a list in error, open to a question, and sound."""
    office.signs_in_as("dsl")
    office.goes_to("/office/consent?class=Heron")
    yield "office-consent"
    office.page.get_by_label("Name, UPN or admission number").fill("nobody of that name")
    office.presses("Find")
    office.sees("No pupil found")
    yield "office-consent-nobody"
    office.opens_the_consent_of("Z9", demo_consent.DISAGREE)
    yield "office-consent-pupil"
    office.presses("Record it")
    office.sees("There is a problem")
    yield "office-consent-answer-refused"
    yield from of_withdrawal(office)
    office.goes_to("/office/consent/bases")
    yield "office-consent-bases"
    office.goes_to("/office/consent/never")
    yield "office-consent-never-list"
    office.page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    office.sees("What was decided, and why")
    yield "office-consent-never"
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="Consent to ask for").click()
    office.is_headed("Consent to ask for")
    yield "office-consent-before-trip"
    yield from of_lists(office)
    office.signs_out()


def of_withdrawal(office: Office) -> Iterator[str]:
    """Consent that ends while they are out, the phones to tell of it, the photos of the pupil, those held back."""
    office.opens_the_consent_of("Z9", demo_consent.ENDING)
    office.page.get_by_label("Who withdraws?").fill("Mrs Akande")
    office.presses("Withdraw everything")
    office.sees("Phones to tell")
    yield "office-consent-withdrawn"
    office.page.get_by_role("link", name="Photos of").click()
    office.is_headed("Photos of")
    yield "office-photos-of-a-pupil"
    office.goes_to("/office/consent/to-tell")
    office.is_headed("Phones to tell")
    yield "office-consent-to-tell"
    office.goes_to("/office/photos/held")
    office.is_headed("Held back")
    yield "office-photos-held"


def of_lists(office: Office) -> Iterator[str]:
    """Lists of answers: none chosen, its columns, what would change, and those imported."""
    office.goes_to("/office/consent/import")
    office.presses("Go on")
    office.sees("Choose a file")
    yield "office-consent-import-refused"
    office.chooses_the_list(f"UPN,{'Consent' * 12},Website,Website\nZ900000000090,{'words ' * 30},yes,no\n")
    office.sees("say the same")
    yield "office-consent-columns-open"
    office.chooses_the_list(WITH_KINDS)
    yield "office-consent-columns"
    office.presses("Show what would change")
    office.is_headed("What would change")
    yield "office-consent-preview-in-error"
    office.chooses_the_list("UPN,Website\nZ900000000090,see notes\nnobody,yes\n")
    office.presses("Show what would change")
    yield "office-consent-preview"
    office.page.get_by_role("button", name="Import: add").click()
    office.sees("Imported.")
    yield "office-consent-imports"
