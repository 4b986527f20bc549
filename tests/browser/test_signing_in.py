"""Signing in that holds, as people meet it: limits, a forgotten password, a lost phone, and an old password."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from server.shell.demo_school import PASSWORD
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.school import School
from tests.cast import address_of

NEW = "copper kettle moon"
TOMS = "Tom saw a grazed elbow on the drawbridge."
TOO_MANY = re.compile(r"Too many wrong passwords\. Try again at \d\d:\d\d, or ask the office to reset it\.")
MOST_TRIES = 10


def test_too_many_wrong_passwords_name_the_time_and_keep_the_address(office: Office) -> None:
    for _ in range(MOST_TRIES):
        office.tries_to_sign_in("staff", "not-the-password")
        office.sees("do not go together")
    office.tries_to_sign_in("staff", PASSWORD)
    expect(office.page.locator("#email-error")).to_contain_text(TOO_MANY)
    expect(office.page.get_by_label("E-mail address")).to_have_value(address_of("staff"))


def test_a_stranger_at_it_shuts_nobody_out_of_their_own_browser(
    office: Office, school: School, browser: Browser
) -> None:
    office.signs_in_as("staff")
    office.signs_out()
    stranger = Office(browser, school)
    for _ in range(MOST_TRIES + 1):
        stranger.tries_to_sign_in("staff", "not-the-password")
    expect(stranger.page.locator("#email-error")).to_contain_text(TOO_MANY)
    office.signs_in_as("staff")
    stranger.context.close()


def test_the_phone_names_the_time_and_keeps_the_address(phone: Phone) -> None:
    for _ in range(MOST_TRIES):
        phone.tries_to_sign_in("staff", "not-the-password")
        expect(phone.field("Password")).to_have_value("")
        phone.says("do not go together")
    phone.field("Password").fill(PASSWORD)
    phone.taps_button("Sign in")
    expect(phone.page.locator("#email-problem")).to_contain_text(TOO_MANY)
    expect(phone.field("E-mail")).to_have_value(address_of("staff"))
    expect(phone.field("E-mail")).to_be_focused()


def test_a_long_password_can_be_looked_at_on_the_phone(phone: Phone) -> None:
    phone.page.goto(f"{phone.url}/app#/sign-in")
    phone.field("Password").fill(NEW)
    expect(phone.field("Password")).to_have_attribute("type", "password")
    phone.taps_button("Show password")
    expect(phone.field("Password")).to_have_attribute("type", "text")
    expect(phone.field("Password")).to_have_value(NEW)
    phone.taps_button("Show password")
    expect(phone.field("Password")).to_have_attribute("type", "password")


@pytest.mark.parametrize("has_script", [True, False])
def test_a_forgotten_password_from_asking_to_being_told(school: School, browser: Browser, has_script: bool) -> None:
    elin, tom = (Office(browser, school, java_script_enabled=has_script) for _ in range(2))
    tom.goes_to("/sign-in")
    expect(tom.page.get_by_role("button", name="Show password")).to_have_count(1 if has_script else 0)
    elin.signs_in_as("office")
    code = elin.makes_a_reset_code_for("Tom Hargreave")
    tom.tries_a_reset_code("staff", code, "tomhargreave2026")
    tom.sees("Leave out your name")
    expect(tom.page.get_by_label("Reset code")).to_have_value(code)
    tom.page.get_by_label("New password").fill(NEW)
    tom.page.get_by_role("button", name="Set new password").click()
    tom.sees("Your password is changed")
    tom.tries_to_sign_in("staff", NEW)
    tom.sees("with a code from Elin Morgan")
    for window in (elin, tom):
        window.context.close()


def test_the_whole_way_goes_by_keyboard_alone(school: School, office: Office) -> None:
    code = school.flask("reset-code", "--email", address_of("chair")).strip()
    page = office.page
    office.goes_to("/sign-in/forgotten")
    page.get_by_label("E-mail address").focus()
    for typed in (address_of("chair"), code, NEW):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Show password")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("New password")).to_have_attribute("type", "text")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    office.sees("Your password is changed")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type(address_of("chair"))
    page.keyboard.press("Tab")
    page.keyboard.type(NEW)
    page.keyboard.press("Enter")
    office.is_headed("To do")
    page.get_by_role("link", name="Harriet Lowe").press("Enter")
    office.is_headed("You")


def test_ending_a_lost_phones_sign_in_makes_it_forget_who_wrote_and_nothing_else(
    proxied_phone: Phone, proxy: FaultyProxy, school: School, office: Office
) -> None:
    phone = proxied_phone
    phone.signs_in_as("staff")
    proxy.breaks("/api/outbox/", "refuse")
    phone.reports_a_grazed_knee(TOMS)
    office.signs_in_as("office")
    office.opens_the_page_of("Tom Hargreave")
    office.page.get_by_role("button", name="End it (Phone 3’s app").click()
    office.sees("Ended. What was written there is kept and still arrives.")
    proxy.mends()
    phone.lists_at_school(1)
    expect(phone.page.get_by_role("contentinfo")).to_contain_text(re.compile("nobody signed in", re.IGNORECASE))
    (line,) = school.has_exactly_once(TOMS)
    assert line["actor"]["staff"] == school.id_of("staff")


def test_changing_the_password_ends_the_sign_in_elsewhere(office: Office, school: School, browser: Browser) -> None:
    elsewhere = Office(browser, school)
    elsewhere.signs_in_as("staff")
    office.signs_in_as("staff")
    office.changes_their_password(PASSWORD, NEW)
    office.sees("You are signed out everywhere else.")
    office.sees("This one")
    elsewhere.is_shut_out()
    elsewhere.context.close()


def test_an_old_password_is_changed_first_in_the_office_and_stops_nobody_on_the_phone(
    phone: Phone, school: School, office: Office
) -> None:
    office.signs_in_as("headteacher")
    office.goes_to("/office/sign-in-rules")
    office.page.get_by_label("After 90 days").check()
    office.page.get_by_role("button", name="Save").click()
    office.sees("Saved.")
    office.signs_out()
    school.lets_every_password_age()
    phone.tries_to_sign_in("staff", PASSWORD)
    phone.says("Your password has come to its end")
    phone.taps_link("Go on")
    phone.reports_a_grazed_knee(TOMS)
    phone.lists_at_school(1)
    office.tries_to_sign_in("staff", PASSWORD)
    office.is_headed("Change your password")
    office.goes_to("/office/trips")
    office.is_headed("Change your password")
    office.page.get_by_label("Current password").fill(PASSWORD)
    office.page.get_by_label("New password").fill(NEW)
    office.page.get_by_role("button", name="Change password").click()
    office.is_headed("Trips")


def test_after_signing_out_the_back_button_shows_nothing(office: Office) -> None:
    office.signs_in_as("dsl")
    office.goes_to_the_trip("Castle visit")
    office.signs_out()
    office.is_headed("Sign in")
    office.page.go_back()
    office.is_headed("Sign in")
    office.sees_nothing_of("Castle visit")
