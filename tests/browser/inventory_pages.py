"""Bringing a list of phones in, as the office sees it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.office import Office


def of_importing(office: Office) -> Iterator[str]:
    """A list of phones: none chosen, one with rows in error, one that is sound."""
    office.goes_to("/office/phones/import")
    office.page.get_by_role("button", name="Show what would change").click()
    office.sees("Choose a file")
    yield "office-import-refused"
    office.chooses_the_file(f"Name,Its own number,Colour\nPhone 7,seven,{'red' * 60}\n,,\nPhone 3,{'3' * 90},\n")
    yield "office-import-in-error"
    office.chooses_the_file(f"Name,SIM,State,{'Colour' * 30}\nPhone 3,{'Moat' * 20},,\nPhone 4,,,\nPhone 7,none,,\n")
    yield "office-import"
