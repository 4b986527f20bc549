"""The office needs no script, and a sign-in ends everywhere at once."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.phone import AT_SCHOOL, GRAZED_KNEE, Phone
from tests.browser.school import School


def test_the_office_works_without_javascript(phone: Phone, school: School, browser: Browser) -> None:
    phone.reports_a_grazed_knee()
    phone.says(AT_SCHOOL)
    office = Office(browser, school, java_script_enabled=False)
    office.signs_in_as("dsl")
    office.sees_the_trip("Castle visit", announced=1, arrived=1, missing=0)
    office.reads_the_incident("Injury")
    office.sees(GRAZED_KNEE)
    office.signs_out()
    office.is_shut_out()
    office.signs_in_as("office")
    office.makes_a_code_for("Phone 4")
    office.disables("Tom Hargreave")
    office.context.close()


def test_signing_out_ends_a_copied_cookie(office: Office, school: School, browser: Browser) -> None:
    office.signs_in_as("office")
    thief = Office(browser, school)
    thief.context.add_cookies(office.context.cookies())
    thief.goes_to("/office")
    thief.is_headed("To do")
    office.signs_out()
    thief.is_shut_out()
    thief.context.close()


def test_disabling_a_person_ends_their_sign_in(office: Office, school: School, browser: Browser) -> None:
    tom = Office(browser, school)
    tom.signs_in_as("staff")
    office.signs_in_as("office")
    office.disables("Tom Hargreave")
    tom.is_shut_out()
    tom.context.close()


def test_a_wrong_password_says_so_and_keeps_the_address(office: Office) -> None:
    office.tries_to_sign_in("office", "not-the-password")
    office.sees("do not go together")
    assert office.page.get_by_label("E-mail address").input_value() == "elin@wrenfield.example"
    assert office.page.get_by_label("Password", exact=True).input_value() == ""


def test_what_a_phone_has_told_of_and_not_sent_is_named_as_missing(
    proxied_phone: Phone, proxy: FaultyProxy, office: Office
) -> None:
    proxy.breaks("/api/outbox/envelopes", "refuse")
    proxied_phone.reports_a_grazed_knee()
    proxied_phone.says("No answer from the school")
    office.signs_in_as("office")
    office.sees_the_trip("Castle visit", announced=1, arrived=0, missing=1)
    office.sees("1 item not arrived.")
    office.sees("report number 1")
    proxy.mends()
    proxied_phone.lists_at_school(1)
    office.sees_the_trip("Castle visit", announced=1, arrived=1, missing=0)
