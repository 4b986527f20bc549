"""What stands on a trip sheet: the paper that goes in the folder, for a phone that is dead, lost or left behind.

It may be found on a coach: no pupil is named on it, unless somebody who may asks for the names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from server.accounts.models import School
from server.foundation import audit
from server.foundation.access import Person
from server.foundation.database import db
from server.foundation.problems import Problem
from server.policy.models import Contact
from server.policy.queries import contacts_of
from server.trips.countries import names
from server.trips.emergency_rules import Emergency, emergency_in, is_abroad
from server.trips.models import Pupil, TripPupil
from server.trips.queries import TripSummary, is_leader, phones_on
from server.trips.rules import PLANS_TRIPS, short_names

ON_THE_SHEET = ("base_contact", "office", "dsl", "deputy_dsl", "headteacher")
# Whom a concern about the headteacher is for: it is never written on a sheet that the office reads.
FOR_THE_HEAD = ("lado", "chair")


@dataclass(frozen=True)
class TripSheet:
    """One trip's sheet. `pupils` is name and class, as they stand on the phones' list; None without names."""

    trip: TripSummary
    school: str
    country: str
    is_abroad: bool
    emergency: Emergency
    contacts: list[Contact]
    for_the_head: list[Contact]
    phones: list[str]
    pupils: list[tuple[str, str]] | None


def may_have_names(person: Person, trip_id: str) -> bool:
    """Whether somebody prints it with the pupils' names: who plans trips, and the trip's leader."""
    return bool(person.roles & set(PLANS_TRIPS)) or is_leader(person.id, trip_id)


def sheet_of(school: str, trip: TripSummary) -> TripSheet:
    """The sheet without names."""
    return TripSheet(**_facts(school, trip), pupils=None)


def sheet_with_names(person: Person, trip: TripSummary) -> TripSheet:
    """The sheet with them, once that is in the audit log. Raises Problem access.role_missing."""
    if not may_have_names(person, trip.id):
        raise Problem("access.role_missing")
    with db.atomic():
        audit.write(person.school, person.id, "sheet.printed_with_names", trip.id, pupils=trip.pupil_count)
    return TripSheet(**_facts(person.school, trip), pupils=_pupils(trip.id))


def _facts(school: str, trip: TripSummary) -> dict[str, Any]:
    contacts = contacts_of(school)
    return {
        "trip": trip,
        "school": School.get_by_id(school).name,
        "country": names().get(trip.country, trip.country),
        "is_abroad": is_abroad(trip.country),
        "emergency": emergency_in(trip.country),
        "contacts": [one for one in contacts if one.role in ON_THE_SHEET],
        "for_the_head": sorted(
            (one for one in contacts if one.role in FOR_THE_HEAD), key=lambda one: FOR_THE_HEAD.index(one.role)
        ),
        "phones": [phone.name for phone in phones_on(trip.id)],
    }


def _pupils(trip_id: str) -> list[tuple[str, str]]:
    """By class and name, each as short as tells them apart."""
    rows = Pupil.select().join(TripPupil).where(TripPupil.trip == trip_id)
    going = list(rows.order_by(Pupil.class_name, Pupil.first_name, Pupil.last_name))
    shown = short_names([(row.first_name, row.last_name) for row in going])
    return [(name, row.class_name) for name, row in zip(shown, going, strict=True)]
