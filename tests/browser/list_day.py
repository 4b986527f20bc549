"""Bringing lists of photo consent in, step by step; `takes` gets each page that a picture is taken of, and its name."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser import consent_lists, consents
from tests.browser.office import Office
from tests.browser.school import School

Takes = Callable[[Page, str], None]
SOME = 8
# Nine pictures for a page that everybody clones.
SMALL = {"width": 640, "height": 520}


def _shown(takes: Takes, office: Office, name: str) -> None:
    """A picture of what is below the school's name and the ways to other pages."""
    office.page.get_by_role("main").evaluate("main => main.scrollIntoView({ behavior: 'instant' })")
    takes(office.page, name)


def brings_in_columns(takes: Takes, office: Office, in_error: bytes, mended: bytes) -> None:
    """A row for each pupil: the file, its columns, a row in error, what would change once that is mended, done."""
    office.goes_to("/office/consent")
    office.page.get_by_role("main").get_by_role("link", name="Import a list").click()
    office.is_headed("Import consent")
    _shown(takes, office, "01-choose")
    office.chooses_this_list("parental-consent.csv", in_error)
    _shown(takes, office, "02-columns")
    office.presses("Show what would change")
    office.sees("1 row in error")
    _shown(takes, office, "03-in-error")
    office.goes_to("/office/consent/import")
    office.chooses_this_list("parental-consent.csv", mended)
    office.presses("Show what would change")
    office.is_headed("What would change")
    _shown(takes, office, "04-what-would-change")
    office.page.get_by_role("button", name="Import: add").click()
    office.sees("Imported.")
    _shown(takes, office, "05-imported")


def brings_in_rows(takes: Takes, office: Office, list_of_some: bytes) -> None:
    """A row for each pupil and kind of consent, by name and date of birth; then all of it undone."""
    office.goes_to("/office/consent/import")
    office.chooses_this_list("consents.xlsx", list_of_some)
    _shown(takes, office, "06-columns-of-a-workbook")
    office.presses("Show what would change")
    office.sees("Are these the pupils?")
    _shown(takes, office, "07-are-these-the-pupils")
    office.page.get_by_role("button", name="Tick all").click()
    office.page.get_by_role("button", name="Import: add").click()
    office.sees("Imported.")
    _shown(takes, office, "08-imported-too")
    office.page.get_by_role("button", name="Undo").first.click()
    office.sees("Undone. None of its answers counts any more.")
    _shown(takes, office, "09-undone")


def follow(takes: Takes, office: Office, school: School) -> None:
    """Both lists, by somebody in the office who has never done it."""
    going = consents.going(school)
    office.page.set_viewport_size(SMALL)
    office.signs_in_as("office")
    in_error, mended = (consent_lists.a_row_for_each_pupil(going, is_mended=is_mended) for is_mended in (False, True))
    brings_in_columns(takes, office, in_error, mended)
    brings_in_rows(takes, office, consent_lists.a_row_for_each_kind(going[:SOME]))
