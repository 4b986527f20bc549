"""The demo school: invented people, drama phone numbers (Ofcom), three trips, one of them always today."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

import click
from flask import Flask

from server.accounts import actions as accounts
from server.accounts.agreements import put_in_force
from server.accounts.models import School, Staff
from server.accounts.one_time_codes import LETTERS
from server.accounts.passwords import hashed, is_right
from server.accounts.queries import any_school
from server.accounts.rules import Role
from server.foundation import audit, clock, registry
from server.foundation.database import db
from server.phones import actions as phones
from server.phones.models import Phone
from server.shell import demo_consent, demo_contacts
from server.trips import actions as trips
from server.trips.actions import Party
from server.trips.models import Pupil, PupilCare, PupilContact, Trip

SCHOOL = "Wrenfield Park Primary School"
PASSWORD = "demo-castle-visit"  # noqa: S105 - of the demo school, which no live server will make

STAFF: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("Priya Shah", "priya", (Role.TRIP_LEADER, Role.STAFF)),
    ("Tom Hargreave", "tom", (Role.STAFF,)),
    ("Sana Malik", "sana", (Role.STAFF,)),
    ("Gareth Pugh", "gareth", (Role.STAFF,)),
    ("Elin Morgan", "elin", (Role.OFFICE, Role.BASE_CONTACT)),
    ("Daniel Okoro", "daniel", (Role.DSL,)),
    ("Maeve Donnelly", "maeve", (Role.DEPUTY_DSL,)),
    ("Wesley Grant", "wesley", (Role.ONLINE_SAFETY_LEAD,)),
    ("Ruth Adeyemi", "ruth", (Role.HEADTEACHER, Role.SLT)),
    ("Harriet Lowe", "harriet", (Role.CHAIR,)),
    ("Owen Fairley", "owen", (Role.EVC,)),
    ("Beatriz Costa", "beatriz", (Role.SLT,)),
    ("Callum Reid", "callum", (Role.NETWORK_MANAGER,)),
    ("Joan Pettifer", "joan", (Role.SITE_MANAGER,)),
    ("Idris Vaughan", "idris", (Role.VICE_CHAIR,)),
)
PHONES = (
    ("Phone 1", "07700 900301"),
    ("Phone 2", "07700 900302"),
    ("Phone 3", "07700 900303"),
    ("Phone 4", "07700 900304"),
    ("Year 4 iPad", ""),
    ("Year 5 iPad", ""),
)
AGREEMENT = """I use school phones and iPads for work alone, and keep my PIN to myself.
I lock a phone before I hand it on, and say at once when one is lost.
I photograph pupils only with a school phone and only where consent allows it.
I do not photograph in toilets, changing rooms or where a pupil is being cared for.
I do not give pupils or parents my own number. In an emergency I withhold it with 141 and log the call.
I report what worries me, also about a colleague, to the people named on the first screen."""
CLASSES = ("Robin", "Wren", "Linnet", "Heron", "Kestrel", "Curlew", "Osprey", "Plover")
PUPILS_A_CLASS = 30
FIRST_NAMES = """
Ada Aisha Alfie Amara Arlo Bea Caleb Carys Dexter Efe Eira Elsie Ezra Farah Finn Freya Gwen Hamza Hattie Idris
Imani Isla Jude Kofi Leila Lowri Maya Milo Nadia Nia Noor Otis Poppy Rafi Rhys Rosa Seren Theo Wilf Zara
""".split()  # noqa: SIM905 - easier to read and to add to than eighty quotes
LAST_NAMES = """
Abbott Akande Barlow Begum Bevan Castell Chowdhury Dacre Demir Ellwood Farrant Gill Hale Ibrahim Jarvis Kaur
Lomax Mbeki Nash Osei Pryce Quayle Rahman Sadler
""".split()  # noqa: SIM905
PARENTS = ("Mrs Akande", "Mr Bevan", "Ms Chowdhury", "Mr Dacre", "Mrs Gill", "Ms Lomax", "Mr Osei", "Mrs Quayle")
CARE = ("Inhaler with Miss Malik", "EpiPen in the green bag, no nuts", "Sits at the front of the coach")
CASTLE_VISIT = ("Castle visit", "Aldermere Castle")


def make() -> School:
    """Make the demo school, or return it; either way there is a castle visit today."""
    school = School.get_or_none(School.is_demo)
    with db.atomic():
        if school is None:
            school = _everything()
        _castle_visit_today(school)
        demo_consent.make(school)
    return school


def make_whole(app: Flask) -> School:
    """The demo school with what each slice adds to it. Raises ClickException on a live school's server."""
    here = any_school()
    if app.config["PRODUCTION"] or (here is not None and not here.is_demo):
        raise click.ClickException(
            "This is a live school's server. The demo school never goes into it, and is for development only. "
            f"To serve the school that is here: LANYARD_DATA={app.config['DATA_DIR']} DEMO=0 make run"
        )
    school = make()
    for make_part in registry.current().demo_parts:
        make_part(school.id)
    return school


def refuse(app: Flask) -> None:
    """Raise ClickException where this folder holds the demo school: it is never served as a live one."""
    here = any_school()
    if here is not None and here.is_demo:
        raise click.ClickException(
            f"The folder {app.config['DATA_DIR']} holds the demo school, which never becomes a live one. A live school "
            "has a folder of its own: LANYARD_DATA=$HOME/lanyard DEMO=0 make run"
        )


def fresh_passwords(school: School) -> dict[str, tuple[str, str]]:
    """Give everybody a random password in place of the one that anybody can look up: role → (e-mail, password).

    It ends whatever the old ones opened.
    """
    given = {staff.email: _random_password() for staff in Staff.select().where(Staff.school == school)}
    hashed_by_email = {email: hashed(password) for email, password in given.items()}
    with db.atomic():
        for staff in Staff.select().where(Staff.school == school):
            accounts.set_password(staff, hashed_by_email[staff.email], at=clock.now())
            audit.write(school.id, "command line", "staff.password_changed", staff.id)
    return {role: (email, given[email]) for role, email in sign_ins()}


def has_known_passwords(school: School) -> bool:
    """Whether PASSWORD is what signs in still."""
    first = Staff.get(Staff.school == school, Staff.email == _address(STAFF[0][1]))
    return is_right(first.password_hash, PASSWORD)


def _random_password() -> str:
    """Twelve small letters and digits that nobody mistakes for one another on a phone's keyboard: over 58 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3)).lower()


def sign_ins() -> list[tuple[str, str]]:
    """One (role, e-mail address) for every role."""
    first: dict[str, str] = {}
    for _name, mailbox, roles in STAFF:
        for role in roles:
            first.setdefault(role, _address(mailbox))
    return list(first.items())


def _everything() -> School:
    school = accounts.add_school(SCHOOL, is_demo=True)
    staff = [_person(school, *person) for person in STAFF]
    demo_contacts.make(school)
    put_in_force(school.id, AGREEMENT, "command line")
    inventory = [phones.add_phone(school, name, "command line", number=number) for name, number in PHONES]
    pupils = trips.add_pupils(school, _pupils())
    _care_and_contacts(school, pupils)
    demo_contacts.say_where_some_live(school, pupils)
    today = clock.today()
    trips.add_trip(
        school,
        ("Year 6 residential", "Penhallow Field Centre"),
        _dates(today, 12, 4),
        Party(pupils[150:198], staff[1:4], inventory[1:5]),
    )
    trips.add_trip(
        school, ("Canal walk", "Millbridge Wharf"), _dates(today, -9, 0), Party(pupils[:28], staff[:3], inventory[2:4])
    )
    return school


def _castle_visit_today(school: School) -> None:
    today = clock.today()
    if Trip.select().where(Trip.school == school, Trip.title == CASTLE_VISIT[0], Trip.starts_on == today).exists():
        return
    addresses = [_address(mailbox) for _name, mailbox, _roles in STAFF[:4]]
    staff = sorted(Staff.select().where(Staff.email.in_(addresses)), key=lambda person: addresses.index(person.email))
    classes = Pupil.select().where(Pupil.school == school, Pupil.class_name.in_(("Heron", "Linnet")))
    pupils = [row.id for row in classes.order_by(Pupil.class_name, Pupil.last_name, Pupil.first_name)]
    names = [name for name, _number in PHONES[2:5]]
    inventory = list(Phone.select().where(Phone.school == school, Phone.name.in_(names)))
    trip = trips.add_trip(school, CASTLE_VISIT, (today, today), Party(pupils[:32], staff, inventory))
    Trip.update(carries_care=True, carries_contacts=True).where(Trip.id == trip.id).execute()


def _care_and_contacts(school: School, pupils: list[str]) -> None:
    """One contact for every pupil, a second for some; a few to watch over. The numbers are Ofcom's for drama."""
    for i, pupil in enumerate(pupils):
        number = f"07700 900{400 + i % 400}"
        PupilContact.create(
            pupil=pupil, position=0, school=school, name=PARENTS[i % len(PARENTS)], relation="parent", number=number
        )
        if i % 11 == 0:
            PupilContact.create(
                pupil=pupil,
                position=1,
                school=school,
                name=PARENTS[(i + 3) % len(PARENTS)],
                relation="carer",
                number=f"01632 960{200 + i % 200}",
                is_not_to_ring=i % 2 == 1,
            )
        if i % 9 == 4:
            PupilCare.create(pupil=pupil, school=school, words=CARE[i % len(CARE)])


def _dates(today: date, days_ahead: int, nights: int) -> tuple[date, date]:
    starts_on = today + timedelta(days=days_ahead)
    return starts_on, starts_on + timedelta(days=nights)


def _person(school: School, name: str, mailbox: str, roles: tuple[Role, ...]) -> Staff:
    staff = accounts.add_staff(school, name, _address(mailbox), PASSWORD)
    for role in roles:
        accounts.give_role(staff, role)
    return staff


def _address(mailbox: str) -> str:
    return f"{mailbox}@wrenfield.example"


def _pupils() -> list[tuple[str, str, str]]:
    """240 names, no two alike: the two lists are stepped through at different paces."""
    total = len(CLASSES) * PUPILS_A_CLASS
    return [
        (
            FIRST_NAMES[i % len(FIRST_NAMES)],
            LAST_NAMES[(i // len(FIRST_NAMES) * 7 + i) % len(LAST_NAMES)],
            CLASSES[i // PUPILS_A_CLASS],
        )
        for i in range(total)
    ]
