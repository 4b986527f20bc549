"""A trip again, as last year: what is taken over, and what is not and has to be chosen anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.accounts.models import Staff
from server.foundation import audit, clock
from server.foundation.database import db
from server.phones.models import Phone
from server.trips import itinerary, joiners, planning, roster, team
from server.trips.models import Trip, TripPhone
from server.trips.planning_models import TripPlace
from server.trips.planning_rules import Details
from server.trips.team import Team

_AS_IT_WAS = ("country", "time_zone", "carries_contacts", "carries_care", "group_names")


@dataclass(frozen=True)
class Copied:
    """The new trip, and by name what was left out: staff who left, helpers, phones out of use; how many places."""

    trip: Trip
    staff_left: list[str]
    helpers_left: list[str]
    phones_left: list[str]
    places_left: int


def copy(school: str, trip_id: str, new_id: str, to: tuple[Details, str]) -> Copied:
    """Copy a trip to other days, under an id made with the form: (its details, who copies).

    Pupils are not taken over: those of last year are in another class, or have left; what its groups are called is,
    for the new ones to be put in. Nor are helpers: they give their
    word about their own phone for each trip (R21). Sent twice, it is copied once.
    """
    details, by = to
    with db.atomic():
        old = planning.row_of(school, trip_id)
        if Trip.get_or_none(Trip.id == new_id) is not None:
            return Copied(planning.row_of(school, new_id), [], [], [], 0)
        kept = {name: getattr(old, name) for name in _AS_IT_WAS}
        new = Trip.create(id=new_id, school=school, made_at=clock.now(), **kept, **planning.kept(details))
        staff_left = _copy_staff(old, new)
        phones_left = _copy_phones(old, new)
        places_left = _copy_plan(old, new)
        audit.write(school, by, "trip.copied", new.id, copied_from=old.id)
    return Copied(new, staff_left, joiners.helpers_of(old.id), phones_left, places_left)


def _copy_staff(old: Trip, new: Trip) -> list[str]:
    was = team.team_of(old)
    people = {row.id: row for row in Staff.select().where(Staff.id.in_([*was.everybody, was.base_contact]))}
    here = {one for one, row in people.items() if row.is_active}
    is_contact = was.base_contact in here
    now = Team(
        leader=was.leader if was.leader in here else team.NOBODY,
        staff=was.staff & here,
        base_contact=was.base_contact if is_contact else team.NOBODY,
        # The number of somebody who left is nobody's to ring.
        number=was.number if is_contact or not was.base_contact else "",
    )
    team.put(new, Team(), now)
    return sorted(row.name for one, row in people.items() if one not in here)


def _copy_phones(old: Trip, new: Trip) -> list[str]:
    phones = list(Phone.select().join(TripPhone).where(TripPhone.trip == old).order_by(Phone.name))
    roster.put_on(TripPhone, "phone", new, [one.id for one in phones if one.revoked_at is None])
    return [one.name for one in phones if one.revoked_at is not None]


def _copy_plan(old: Trip, new: Trip) -> int:
    """Each place on the same day of the trip. Returns how many were on a day that it does not have any more."""
    moved = [(new.starts_on + (row.day - old.starts_on), row) for row in itinerary.places_of(old.id)]
    rows = [_place(new, day, row) for day, row in moved if new.starts_on <= day <= new.ends_on]
    if rows:
        TripPlace.insert_many(rows).execute()
    return len(moved) - len(rows)


def _place(new: Trip, day: date, row: TripPlace) -> dict[str, object]:
    return {
        "school": new.school_id,
        "trip": new.id,
        "day": day,
        "at": row.at,
        "words": row.words,
        "position": row.position,
    }
