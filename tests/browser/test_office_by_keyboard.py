"""Every journey in the office by the keyboard alone."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.browser import busy_day
from tests.browser.keyboard import Keyboard
from tests.browser.keyboard_office import presses, signs_in, writes
from tests.browser.office import Office
from tests.browser.school import School
from tests.cast import address_of


def test_a_wrong_password_leads_back_to_the_field_by_keyboard(office: Office) -> None:
    office.goes_to("/sign-in")
    writes(office, "E-mail address", address_of("office"))
    writes(office, "Password", "not-the-password")
    Keyboard(office.page).presses("Enter")
    summary = office.page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    Keyboard(office.page).goes_to(summary.get_by_role("link"))
    Keyboard(office.page).presses("Enter")
    expect(office.page.locator("input:focus")).to_have_count(1)


def test_the_first_tab_leads_past_the_menu(office: Office) -> None:
    signs_in(office, "dsl")
    office.goes_to("/office/trips")
    Keyboard(office.page).presses("Tab")
    skip = office.page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    Keyboard(office.page).presses("Enter")
    expect(office.page.get_by_role("main")).to_be_focused()
    Keyboard(office.page).presses("Tab")
    expect(office.page.get_by_role("main").locator(":focus")).to_have_count(1)


def test_what_there_is_to_do_is_read_by_keyboard(office: Office, school: School) -> None:
    busy_day.happens_at(school)
    signs_in(office, "dsl")
    presses(office, "link", "Missing pupil")
    office.is_headed("Missing pupil")
    presses(office, "link", "Trips")
    presses(office, "link", "Castle visit")
    office.is_headed("Castle visit")
    presses(office, "button", "Sign out")
    office.sees("You are signed out.")


def test_set_up_cards_are_made_by_keyboard(office: Office) -> None:
    signs_in(office, "office")
    presses(office, "link", re.compile("^Phones$"))
    presses(office, "link", "none")
    for phone in ("Phone 3", "Phone 4"):
        presses(office, "checkbox", phone, "Space")
    presses(office, "button", "Make set-up cards")
    office.is_headed("2 set-up cards")


def test_a_sign_in_elsewhere_is_ended_by_keyboard(office: Office, school: School, browser: Browser) -> None:
    other = Office(browser, school)
    other.signs_in_as("office")
    signs_in(office, "office")
    presses(office, "link", "(you)")
    office.is_headed("You")
    presses(office, "button", "End it")
    expect(office.page.get_by_role("button", name="End it")).to_have_count(0)
    other.is_shut_out()
    other.context.close()


def test_a_password_is_reset_by_keyboard_from_the_code_to_the_sign_in(
    office: Office, school: School, browser: Browser
) -> None:
    signs_in(office, "office")
    presses(office, "link", "Staff")
    presses(office, "link", "Tom Hargreave")
    presses(office, "button", "Reset password")
    office.is_headed("Reset code for Tom Hargreave")
    code = office.page.locator(".code").inner_text()
    tom = Office(browser, school)
    tom.goes_to("/sign-in")
    presses(tom, "link", "Forgotten your password?")
    writes(tom, "E-mail address", address_of("staff"))
    writes(tom, "Reset code", code)
    writes(tom, "New password", "moat-lantern-gravel-otter")
    presses(tom, "button", "Set new password")
    expect(tom.page.get_by_role("heading", level=1)).to_have_text(re.compile("To do|Sign in"))
    tom.context.close()
