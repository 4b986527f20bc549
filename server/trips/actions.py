"""Writes to trips: adding pupils and trips."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from server.accounts.models import School, Staff
from server.foundation import audit, clock
from server.foundation.database import db, new_id
from server.phones.models import Phone
from server.trips.models import Pupil, Trip, TripPhone, TripPupil, TripStaff


@dataclass(frozen=True)
class Party:
    """Who and what goes on a trip. The first of the staff leads it."""

    pupils: list[str]
    staff: list[Staff]
    phones: list[Phone]


def add_pupils(school: School, names: Iterable[tuple[str, str, str]]) -> list[str]:
    """Add pupils given as (first name, last name, class). Returns their ids, in order."""
    rows = [
        {"id": new_id(), "school": school.id, "first_name": first, "last_name": last, "class_name": class_name}
        for first, last, class_name in names
    ]
    with db.atomic():
        Pupil.insert_many(rows).execute()
        audit.write(school.id, "command line", "pupils.added", school.id, count=len(rows))
    return [str(row["id"]) for row in rows]


def add_trip(school: School, title_and_place: tuple[str, str], dates: tuple[date, date], party: Party) -> Trip:
    """Add a trip with everybody and everything on it."""
    title, place = title_and_place
    with db.atomic():
        trip: Trip = Trip.create(
            school=school, title=title, place=place, starts_on=dates[0], ends_on=dates[1], made_at=clock.now()
        )
        here = {"trip": trip.id, "school": school.id}
        if party.pupils:
            TripPupil.insert_many([{**here, "pupil": pupil} for pupil in party.pupils]).execute()
        parts = ["leader"] + ["staff"] * len(party.staff)
        TripStaff.insert_many(
            [{**here, "staff": staff.id, "part": part} for staff, part in zip(party.staff, parts, strict=False)]
        ).execute()
        if party.phones:
            TripPhone.insert_many([{**here, "phone": phone.id} for phone in party.phones]).execute()
        audit.write(school.id, "command line", "trip.added", trip.id)
    return trip


def choose_list(school: str, trip_id: str, carries: set[str], by: str) -> None:
    """Choose what today's list of a trip carries besides names and classes: `contacts`, `care`, both or neither."""
    with db.atomic():
        chosen = {"carries_contacts": "contacts" in carries, "carries_care": "care" in carries}
        Trip.update(chosen).where(Trip.id == trip_id, Trip.school == school).execute()
        audit.write(school, by, "trip.list_chosen", trip_id, **chosen)
