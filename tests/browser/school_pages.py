"""Pages of the school itself: its backups, getting ready, its staff and its pupil roll from lists."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.office import Office

STAFF = """Name,E-mail,Roles,Extension
Nia Vale,n.vale@wrenfield.example,Trip leader; DSL,12
Rowan Birch,r.birch@wrenfield.example,,13
"""
ROLL = """Forename,Surname,Reg,UPN,DOB,Notes
Ada,Finch,Wren,A1,01/09/2016,x
Bea,Finch,Wren,A2,01/09/2016,
"""


def of_the_school(office: Office) -> Iterator[str]:
    """As the office sees them, who is signed in before and after; the headteacher agrees to a role in between."""
    yield from of_backups(office)
    office.goes_to("/office/getting-ready")
    yield "office-getting-ready"
    yield from _of_staff(office)
    office.goes_to("/office/pupils/import")
    yield "office-pupils-import"
    office.presses("Look at it")
    office.sees("The first name is missing")
    yield "office-pupils-one-refused"
    office.chooses_the_file(ROLL)
    yield "office-pupils-preview"
    office.signs_out()
    office.signs_in_as("headteacher")
    yield from _of_the_second(office)
    office.signs_out()
    office.signs_in_as("office")


def of_backups(office: Office) -> Iterator[str]:
    """How far what came is backed up; the office is signed in."""
    office.goes_to("/office/backups")
    office.sees("No backup was ever made.")
    yield "office-backups"


def _of_staff(office: Office) -> Iterator[str]:
    office.goes_to("/office/staff/import")
    yield "office-staff-import"
    office.chooses_the_file(f"{STAFF},nobody,Wizard,\n{'Long' * 60},x@y,,\n")
    yield "office-staff-in-error"
    office.goes_to("/office/staff/import")
    office.presses("Look at it")
    office.sees("The name is missing")
    yield "office-staff-one-refused"
    office.chooses_the_file(STAFF)
    yield "office-staff-preview"
    office.page.get_by_role("button", name="Import: add").click()
    office.sees("Roles that wait for a second person: 1")
    yield "office-staff-list-taken-in"


def _of_the_second(office: Office) -> Iterator[str]:
    office.goes_to("/office/staff/roles-waiting")
    office.sees("Nia Vale: DSL")
    yield "office-roles-waiting"
    office.presses("I agree to what is ticked")
    yield "office-first-codes"
    for box in office.page.get_by_role("checkbox").all():
        box.uncheck()
    office.presses("Make codes to print")
    office.sees("Choose at least one person")
    yield "office-first-codes-refused"
    office.page.get_by_label("Rowan Birch").check()
    office.presses("Make codes to print")
    office.is_headed("1 first code")
    yield "office-first-codes-made"
