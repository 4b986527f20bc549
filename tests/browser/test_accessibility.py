"""Every screen and page is free of what axe can find, light and dark, on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser import busy_day, looks, screens
from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.school import School

PHONE_SCREENS = 17
OFFICE_PAGES = 18


def test_every_screen_of_the_phone_is_clean(school: School, new_handset: Callable[[str], Phone]) -> None:
    phone = new_handset(school.url)
    faults = {name: looks.faults_in_every_light(phone.page) for name in screens.of_the_phone(phone, school)}
    assert len(faults) == PHONE_SCREENS
    assert {name: found for name, found in faults.items() if found} == {}


def test_every_page_of_the_office_is_clean(school: School, office: Office) -> None:
    busy_day.happens_at(school)
    faults = {name: looks.faults_in_every_light(office.page) for name in screens.of_the_office(office)}
    assert len(faults) == OFFICE_PAGES
    assert {name: found for name, found in faults.items() if found} == {}


def test_the_look_finds_what_is_planted(office: Office) -> None:
    office.goes_to("/sign-in")
    office.page.evaluate("document.querySelector('label').remove()")
    office.page.evaluate("document.querySelector('main').append('x'.repeat(200))")
    found = looks.faults_in_every_light(office.page)
    assert any("label" in fault for fault in found)
    assert ["runs off the side", looks.NARROWEST["width"]] in found
