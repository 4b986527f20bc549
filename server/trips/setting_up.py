"""What the page of setting a trip up shows: each part as it stands, and what to look at before it leaves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from server.accounts.models import Staff
from server.foundation import clock
from server.foundation.rows import select
from server.phones.models import Phone
from server.trips import archiving, changes, itinerary, phone_choice
from server.trips.models import Pupil, Trip, TripPhone, TripPupil, TripStaff
from server.trips.planning_models import TripPlace
from server.trips.planning_rules import Standing, warnings


@dataclass(frozen=True)
class SetUp:
    """A trip as it is set up. `classes` are (class, pupils on it); `others` supply teachers and helpers."""

    trip: Trip
    leaders: list[str]
    staff: list[str]
    base_contact: str
    classes: list[tuple[str, int]]
    phones: list[str]
    places: list[TripPlace]
    others: int
    warnings: list[str]
    history: list[str]
    why_not_archived: str

    @property
    def pupils(self) -> int:
        """How many go."""
        return sum(count for _name, count in self.classes)


def of(trip: Trip) -> SetUp:
    """Everything of one trip."""
    people = _people(trip)
    phones = list(Phone.select().join(TripPhone).where(TripPhone.trip == trip).order_by(Phone.name))
    classes, places = classes_on(trip.id), itinerary.places_of(trip.id)
    leaders = [one.staff.name for one in people if one.part == "leader"]
    found = Standing(
        has_leader=bool(leaders),
        pupils=len(classes),
        phones=len(phones),
        twins=_twins(trip),
        staff_left=[one.staff.name for one in people if not one.staff.is_active],
        clashes=phone_choice.clashes(trip, phones),
        places_outside=sum(not trip.starts_on <= row.day <= trip.ends_on for row in places),
        has_number=bool(trip.number_24h) or trip.base_contact_id is None,
    )
    return SetUp(
        trip=trip,
        leaders=leaders,
        staff=[one.staff.name for one in people if one.part != "leader" and one.staff.ends_at is None],
        base_contact=trip.base_contact.name if trip.base_contact else "",
        classes=sorted(classes.items()),
        phones=[one.name for one in phones],
        places=places,
        others=select("SELECT COUNT(*) FROM trip_joiner WHERE trip_id = ? AND ended_at IS NULL", trip.id)[0][0],
        warnings=[] if trip.ends_on < clock.today() else warnings(found),
        history=changes.history(trip.school_id, trip.id),
        why_not_archived="" if trip.archived_at else archiving.why_not(trip),
    )


def classes_on(trip_id: str) -> Counter[str]:
    """How many pupils of each class are on a trip."""
    rows = Pupil.select(Pupil.class_name).join(TripPupil).where(TripPupil.trip == trip_id)
    return Counter(row.class_name for row in rows)


def _people(trip: Trip) -> list[Any]:
    rows = TripStaff.select(TripStaff, Staff).join(Staff).where(TripStaff.trip == trip)
    return list(rows.order_by(TripStaff.part, Staff.name))


def _twins(trip: Trip) -> int:
    """Other trips of this title on this first day, whatever the spaces and capitals."""
    same = (Trip.school == trip.school_id, Trip.starts_on == trip.starts_on, Trip.archived_at.is_null())
    rows = Trip.select(Trip.title).where(*same, Trip.id != trip.id)
    return sum(_key(row.title) == _key(trip.title) for row in rows)


def _key(title: str) -> str:
    return "".join(letter for letter in title.casefold() if letter.isalnum())
