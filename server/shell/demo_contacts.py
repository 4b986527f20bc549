"""The demo school's contacts: invented people and local authorities, drama phone numbers (Ofcom)."""

from __future__ import annotations

from server.accounts.models import School
from server.foundation import clock
from server.policy.models import Authority, Contact, ContactRules
from server.trips.models import Pupil

SCHOOLS = (
    ("base_contact", "Base contact", "Elin Morgan, school office", "01632 960101"),
    ("office", "School office", "Wrenfield Park office", "01632 960100"),
    ("dsl", "DSL", "Daniel Okoro", "07700 900201"),
    ("deputy_dsl", "Deputy DSL", "Maeve Donnelly", "07700 900202"),
    ("headteacher", "Headteacher", "Ruth Adeyemi", "07700 900203"),
    ("chair", "Chair of governors", "Harriet Lowe", "07700 900204"),
    ("lado", "LADO", "Duty officer", "01632 960199"),
    ("safeguarding_service", "Education Safeguarding Service", "Where you are not sure what to do", "01632 960180"),
)
# The first is the school's own; in the others some pupils live.
AUTHORITIES = (
    (
        "Wrenshire County Council",
        (
            ("urgent", "Urgent line for professionals", "Monday to Friday, 8:30 to 17:00", "01632 960110", ""),
            ("childrens_services", "Children's services", "", "01632 960111", ""),
            ("out_of_hours", "Out of hours", "Nights and weekends", "01632 960112", ""),
            ("mash", "MASH", "", "01632 960113", ""),
            ("referral_form", "Referral form", "", "", "https://wrenshire.example/referral"),
            ("lado", "LADO", "Duty officer", "01632 960199", ""),
        ),
    ),
    (
        "Millbridge City Council",
        (
            ("urgent", "Urgent line for professionals", "", "01632 960120", ""),
            ("out_of_hours", "Out of hours", "Nights and weekends", "01632 960122", ""),
            ("referral_form", "Referral form", "", "", "https://millbridge.example/worried"),
        ),
    ),
)
# Every so many pupils of the roll, one lives in the next authority.
LIVES_NEXT_DOOR = 13


def make(school: School) -> None:
    """The contacts, all of them checked today."""
    today = clock.today()
    for role, title, name, number in SCHOOLS:
        Contact.create(school=school, role=role, title=title, name=name, number=number, checked_on=today)
    made = [Authority.create(school=school, name=name) for name, _lines in AUTHORITIES]
    for authority, (_name, lines) in zip(made, AUTHORITIES, strict=True):
        for role, title, name, number, address in lines:
            said = {"role": role, "title": title, "name": name, "number": number, "address": address}
            Contact.create(school=school, part="authority", authority=authority, checked_on=today, **said)
    ContactRules.create(school=school, nation="england", authority=made[0], check_days=90)


def say_where_some_live(school: School, pupils: list[str]) -> None:
    """Some pupils live in the authority next door."""
    next_door = Authority.get(Authority.school == school, Authority.name == AUTHORITIES[1][0])
    Pupil.update(authority=next_door).where(Pupil.id.in_(pupils[::LIVES_NEXT_DOOR])).execute()
