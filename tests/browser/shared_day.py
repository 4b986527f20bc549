"""A day with a shared phone, step by step; `takes` gets each page that a picture is taken of, and its name."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from server.shell.demo_school import PASSWORD
from tests.browser import looks
from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.phone_words import PIN, STRETCHING_MS
from tests.browser.school import School

Takes = Callable[[Page, str], None]
TOMS_PIN, COVERS_PIN = "583104", "906172"


def sets_up(takes: Takes, phone: Phone, code: str) -> None:
    """One code from the office, once."""
    phone.starts_the_browser()
    phone.goes_to_the_app()
    phone.types_code(code)
    phone.is_headed("Phone 3 is ready")
    takes(phone.page, "01-set-up")


def chooses_pins(takes: Takes, phone: Phone) -> None:
    """Two people sign in once and choose a PIN each."""
    phone.chooses_a_pin_as("staff", TOMS_PIN)
    phone.tries_to_sign_in("trip_leader", PASSWORD)
    phone.is_headed("Choose your PIN")
    takes(phone.page, "02-choose-a-pin")
    phone.keeps_as_a_pin(PIN)
    phone.says("Using this phone", within_ms=STRETCHING_MS)
    phone.is_headed("Today")
    phone.taps_link("Read and sign")
    phone.taps_button("I have read this and agree")
    phone.is_headed("Today")


def unlocks(takes: Takes, phone: Phone) -> None:
    """A name, six figures, and today's list."""
    phone.locks()
    phone.taps_link("Unlock")
    phone.taps_button("Priya Shah")
    phone.is_headed("Priya Shah")
    takes(phone.page, "03-unlock")
    phone.fills("Your PIN", PIN)
    phone.taps_button("Open")
    phone.is_headed("Today")
    phone.taps_link("Today's list")
    phone.says("32 pupils")
    takes(phone.page, "04-list")
    phone.goes_to("Today")


def leaves(takes: Takes, phone: Phone) -> None:
    """A minute at the coach; then the phone is laid down."""
    phone.taps_link("Before we go")
    phone.is_headed("Before we go")
    takes(phone.page, "05-before-we-go")
    phone.goes_to("Today")
    phone.locks()
    takes(phone.page, "06-locked")


def hands_over(takes: Takes, phone: Phone) -> None:
    """Somebody else takes the phone: two taps and their PIN."""
    phone.unlocks_as("Priya Shah")
    phone.taps_link("Someone else is taking this phone")
    phone.is_headed("Who is taking this phone?")
    takes(phone.page, "07-hand-over")
    phone.taps_button("Tom Hargreave")
    phone.fills("Your PIN", TOMS_PIN)
    phone.taps_button("Open")
    phone.says("Using this phone: Tom Hargreave")


def joins(takes: Takes, phone: Phone, office: Office) -> None:
    """A supply teacher joins this morning: a code, a PIN, a signature."""
    office.page.set_viewport_size(looks.DESK)
    office.signs_in_as("office")
    code = office.adds_to_todays_trip("Ms Cover", "A supply teacher")
    takes(office.page, "08-code")
    phone.goes_to_the_app("/app#/join")
    phone.fills("Code", code)
    takes(phone.page, "09-join")
    phone.taps_button("Join")
    phone.is_headed("Choose your PIN")
    phone.keeps_as_a_pin(COVERS_PIN)
    phone.says("I have read this and agree", within_ms=STRETCHING_MS)
    phone.is_headed("Acceptable use")
    phone.taps_button("I have read this and agree")
    phone.says("Using this phone: Ms Cover")


def is_lost(takes: Takes, phone: Phone, office: Office) -> None:
    """The office shuts a lost phone; at its next contact it lets go of everybody, and sends what it holds."""
    office.marks_as_lost("Phone 3")
    takes(office.page, "10-lost")
    phone.goes_to("Outbox")
    phone.taps_button("Send now")
    phone.goes_to("Today")
    phone.says("Nobody signed in")


def follow(takes: Takes, phone: Phone, office: Office, school: School) -> None:
    """The whole day."""
    sets_up(takes, phone, school.makes_a_code_for("Phone 3"))
    chooses_pins(takes, phone)
    unlocks(takes, phone)
    leaves(takes, phone)
    hands_over(takes, phone)
    joins(takes, phone, office)
    is_lost(takes, phone, office)
