"""The README's ten minutes, followed step by step; `takes` gets each page that a picture is taken of, and its name."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from server.shell.demo_school import PASSWORD
from tests.browser import looks
from tests.browser.office import Office
from tests.browser.phone import AT_SCHOOL, WAITING, Phone
from tests.browser.school import School

Takes = Callable[[Page, str], None]
WRITTEN = "Grazed knee on the drawbridge"
# What `make run` prints, and the README tells a newcomer to type.
CODE = re.compile(r"Set-up code for Phone 3.*: ([A-Z0-9-]+)")


def on_the_phone(takes: Takes, phone: Phone, code: str) -> None:
    """From the two doors to a phone that is set up."""
    phone.starts_the_browser()
    phone.page.goto(f"{phone.url}/")
    takes(phone.page, "01-two-doors")
    phone.taps_link("This is a school phone")
    phone.types_code(code)
    phone.is_headed("Phone 3 is ready")
    takes(phone.page, "02-ready")
    phone.taps_link("Go to today")
    phone.is_headed("Castle visit")


def turns_the_tunnel(phone: Phone, *, is_on: bool) -> None:
    """Tap the switch and see it turn: it turns once the phone has kept it."""
    switch = phone.page.get_by_role("switch", name="Coach in a tunnel")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "true" if is_on else "false")


def in_the_tunnel(takes: Takes, phone: Phone) -> None:
    """The demo's switch, since Wi-Fi off does not cut a server on the same machine, and a report all the same."""
    turns_the_tunnel(phone, is_on=True)
    phone.reloads()
    phone.is_headed("Castle visit")
    takes(phone.page, "03-in-a-tunnel")
    phone.reports_a_grazed_knee(WRITTEN)
    phone.says(WAITING)
    takes(phone.page, "04-saved")


def with_everything_off(takes: Takes, phone: Phone, school: School) -> None:
    """The school's server stopped and the browser killed: what was saved is there when it opens again."""
    school.stop()
    phone.is_killed()
    phone.opens_again()
    phone.counts_in_its_outbox(1)
    takes(phone.page, "05-still-there")


def back_in_contact(takes: Takes, phone: Phone, school: School) -> None:
    """The server started again, and the coach out of the tunnel."""
    school.start()
    turns_the_tunnel(phone, is_on=False)
    phone.goes_to("Outbox")
    phone.says(AT_SCHOOL)
    takes(phone.page, "06-at-school")


def in_the_office(takes: Takes, office: Office, school: School) -> None:
    """What the office sees of it."""
    school.has_opened_everything()
    office.page.set_viewport_size(looks.DESK)
    office.signs_in_as("office")
    takes(office.page, "07-to-do")
    office.sees_the_trip("Castle visit", announced=1, arrived=1, missing=0)
    takes(office.page, "08-trip")
    office.reads_the_incident("Injury")
    office.sees(WRITTEN)
    takes(office.page, "09-incident")
    school.proves_its_audit_log()
    school.has_exactly_once(WRITTEN)


def follow(takes: Takes, phone: Phone, office: Office, school: School) -> None:
    """All ten minutes."""
    printed = school.flask("demo")
    assert PASSWORD in printed, "The README says that the password is printed."
    found = CODE.search(printed)
    assert found, "The README says that a set-up code for Phone 3 is printed."
    on_the_phone(takes, phone, found.group(1))
    in_the_tunnel(takes, phone)
    with_everything_off(takes, phone, school)
    back_in_contact(takes, phone, school)
    in_the_office(takes, office, school)
