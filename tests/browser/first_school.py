"""From an empty server to the first incident of a school typed in by hand, as docs/first-run.md tells it.

`takes` gets each page for a picture.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page

from server.foundation import clock
from tests.browser import trip_pages
from tests.browser.office import Office
from tests.browser.phone import AT_SCHOOL, WAITING, Phone
from tests.browser.school import School

Takes = Callable[[Page, str], None]
# Six pictures for a page that everybody clones.
SMALL = {"width": 400, "height": 220}
NAME = "Thornby Bridge Primary School"
PASSWORD = "harbour lantern quickstep"
FIRST, SECOND = ("Mabel Ansah", "m.ansah@thornby.example"), ("Gethin Parry", "g.parry@thornby.example")
STAFF = """Name,E-mail,Roles
Zoë O’Brien,z.obrien@thornby.example,Trip leader
Kofi Baird,k.baird@thornby.example,
Ines Marsh,i.marsh@thornby.example,DSL
"""
# Twins, and two pupils of one name.
ROLL = """Forename,Surname,Reg,UPN,DOB
Ada,Finch,Wren,A1,01/09/2016
Bea,Finch,Wren,A2,01/09/2016
Tom,Hale,Wren,,02/10/2016
Tom,Hale,Heron,,04/03/2015
"""
TITLE, PHONE = "Tide pools", "Phone 1"
WRITTEN = "Slipped on the weed and cut a hand. Cleaned and plastered."
_CODE = re.compile(r"Server code, good once: ([A-Z0-9-]+)")


def follow(takes: Takes, phone: Phone, office: Office, school: School) -> None:
    """All of it, by two administrators and whoever has the phone. The server runs, and holds nothing."""
    browser = office.context.browser
    assert browser
    second = Office(browser, school)
    office.page.set_viewport_size(SMALL)
    second.page.set_viewport_size(SMALL)
    chooses_a_password(second, SECOND[1], begins(takes, office, school))
    signs_in(second, SECOND[1])
    brings_staff_in(takes, office, second)
    brings_pupils_in(office)
    makes_the_rest_ready(office, second)
    code = makes_a_phone_and_a_trip_ready(takes, office)
    files_offline(takes, phone, school, code)
    reads_it(takes, office, school)
    assert second.complaints == []
    second.context.close()


def begins(takes: Takes, office: Office, school: School) -> str:
    """From the first page to Getting ready. Returns the code of the second administrator."""
    fills_the_first_page(office, school)
    _shown(takes, office, "01-begin", "Server code")
    office.presses("Begin the school")
    office.is_headed("The school has begun")
    code = office.page.locator(".code").inner_text()
    office.page.get_by_role("button", name="Go on to Getting ready").click()
    office.is_headed("Getting ready")
    _shown(takes, office, "02-getting-ready", "Two administrators")
    return code


def fills_the_first_page(office: Office, school: School) -> None:
    """With the code off the terminal."""
    office.goes_to("/")
    office.page.get_by_role("link", name="Begin your school").click()
    office.is_headed("Begin your school")
    page = office.page
    page.get_by_label("Server code").fill(server_code(school))
    page.get_by_label("Name of the school").fill(NAME)
    for label, (name, email) in (("Your", FIRST), ("Their", SECOND)):
        page.get_by_label(f"{label} name").fill(name)
        page.get_by_label(f"{label} e-mail address").fill(email)
    mine, theirs = (page.get_by_role("group", name=f"What are {who} at the school?") for who in ("you", "they"))
    for role in ("Office", "Network manager"):
        mine.get_by_label(role).check()
    theirs.get_by_label("Headteacher").check()
    page.get_by_label("A password for you").fill(PASSWORD)


def server_code(school: School) -> str:
    """What the server printed where it was started."""
    printed = _CODE.search(school.log.read_text(encoding="utf-8"))
    assert printed, "The server prints its code."
    return printed[1]


def chooses_a_password(office: Office, email: str, code: str) -> None:
    """With a first code, whoever's it is."""
    office.goes_to("/sign-in/forgotten")
    office.page.get_by_label("E-mail address").fill(email)
    office.page.get_by_label("Reset code").fill(code)
    office.page.get_by_label("New password").fill(PASSWORD)
    office.presses("Set new password")
    office.is_headed("Sign in to the office")


def signs_in(office: Office, email: str) -> None:
    """With the password that was chosen."""
    office.page.get_by_label("E-mail address").fill(email)
    office.page.get_by_label("Password", exact=True).fill(PASSWORD)
    office.presses("Sign in")
    office.is_headed("To do")
    office.sees("Getting the school ready")


def takes_a_step(office: Office, step: str, link: str) -> None:
    """From Getting ready, open the page of a step."""
    office.goes_to("/office/getting-ready")
    office.page.locator(f"#{step}").get_by_role("link", name=link).click()


def brings_a_list_in(office: Office, text: str) -> None:
    """Choose a file, look, and import it."""
    office.chooses_the_file(text)
    office.page.get_by_role("button", name="Import: add").click()
    office.is_headed("Getting ready")


def brings_staff_in(takes: Takes, office: Office, second: Office) -> None:
    """The list, a row of it wrong at first; the other administrator agrees to the DSL and hands out first codes."""
    takes_a_step(office, "staff", "Import staff")
    office.chooses_the_file(f"{STAFF}Nia Vale,n.vale at thornby,Wizard\n")
    office.sees("Nothing is imported: 1 row in error")
    _shown(takes, office, "03-a-row-in-error", "Nothing is imported")
    office.page.get_by_role("link", name="Import staff").click()
    brings_a_list_in(office, STAFF)
    office.sees("1 role waits for a second person")
    second.goes_to("/office")
    second.page.get_by_role("link", name="A role waits for a second person").click()
    second.sees("Ines Marsh: DSL")
    second.presses("I agree to what is ticked")
    second.is_headed("First codes")
    second.presses("Make codes to print")
    second.is_headed("3 first codes")


def brings_pupils_in(office: Office) -> None:
    """The roll: four pupils, whom their names alone do not tell apart."""
    takes_a_step(office, "pupils", "Import the pupil roll")
    brings_a_list_in(office, ROLL)
    office.sees("4 pupils in 2 classes")


def makes_the_rest_ready(office: Office, second: Office) -> None:
    """The second step left out for now, two contacts, and a preset, which the headteacher takes up."""
    office.goes_to("/office/getting-ready")
    office.page.locator("#second_step").get_by_role("button", name="Leave out").click()
    office.sees("A second step at sign-in: left out")
    for kind, number in (("Base contact", "01632 960101"), ("DSL", "07700 900201")):
        office.goes_to("/office/contacts/add/school")
        office.page.get_by_label("What is it?").select_option(label=kind)
        office.page.get_by_label("What a phone calls it").fill(kind)
        office.page.get_by_label("Who answers").fill("Ines Marsh")
        office.page.get_by_label("Number to ring").fill(number)
        office.presses("Add it")
    takes_a_step(second, "policy", "Choose a preset")
    second.page.get_by_role("link", name="Photographs with care").click()
    second.page.get_by_label("Why?").fill("Governors agreed to it")
    second.presses("Take up what is ticked")
    second.is_headed("The school’s policy")


def makes_a_phone_and_a_trip_ready(takes: Takes, office: Office) -> str:
    """A trip of today with a phone on it. Returns the phone's set-up code."""
    takes_a_step(office, "phone", "Phones")
    office.page.get_by_label("Name of the phone or iPad").fill(PHONE)
    office.presses("Add phone")
    takes_a_step(office, "trip", "Trips")
    office.page.get_by_role("button", name="Plan a trip").click()
    trip_pages.plans(office, TITLE, clock.today(), clock.today())
    trip_pages.chooses_the_leader(office, "Zoë O’Brien")
    trip_pages.ticks_the_class(office, "Wren")
    office.presses("Save who goes")
    trip_pages.chooses_phones(office, PHONE)
    office.presses("Save which phones go")
    office.goes_to("/office/getting-ready")
    office.sees("First phone")
    _shown(takes, office, "04-one-step-left", "First phone")
    return office.makes_a_code_for(PHONE)


def files_offline(takes: Takes, phone: Phone, school: School, code: str) -> None:
    """The phone is set up; then the school is out of reach, and an incident is filed all the same."""
    phone.goes_to_the_app()
    phone.is_set_up_with(code, trip=TITLE)
    school.stop()
    phone.begins_a_report(WRITTEN)
    phone.taps_button("Save report")
    phone.says(WAITING)
    phone.page.set_viewport_size(SMALL)
    phone.page.get_by_role("heading", level=1).evaluate("top => top.scrollIntoView({ behavior: 'instant' })")
    takes(phone.page, "05-saved")
    school.start()
    phone.goes_to("Outbox")
    phone.says(AT_SCHOOL)


def reads_it(takes: Takes, office: Office, school: School) -> None:
    """The office sees it, with nothing left to get ready."""
    school.has_opened_everything()
    office.goes_to("/office")
    office.sees_nothing_of("Getting the school ready")
    office.reads_the_incident("Injury")
    office.sees(WRITTEN)
    _shown(takes, office, "06-the-first-incident", "What happened")
    office.goes_to("/office/getting-ready")
    office.sees("All 8 steps are done or left out")
    school.has_exactly_once(WRITTEN)
    school.proves_its_audit_log()


def _shown(takes: Takes, office: Office, name: str, words: str) -> None:
    """A picture of what is below these words."""
    top = office.page.get_by_role("main").get_by_text(words).first
    top.evaluate("top => top.scrollIntoView({ behavior: 'instant' })")
    takes(office.page, name)
