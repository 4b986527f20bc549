"""What the page of setting a trip up shows: each part as it stands, and what to look at before it leaves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from server.accounts.models import Staff
from server.foundation import clock
from server.foundation.rows import select
from server.trips import archiving, groups, phone_choice
from server.trips.models import Pupil, Trip, TripPupil, TripStaff
from server.trips.planning_rules import Standing, warnings

# Another trip of this title on this first day, whatever the spaces and capitals.
_TWINS = """SELECT COUNT(*) FROM trip AS other WHERE other.school_id = trip.school_id AND other.id <> trip.id
    AND other.starts_on = trip.starts_on AND other.archived_at IS NULL
    AND LOWER(REPLACE(other.title, ' ', '')) = LOWER(REPLACE(trip.title, ' ', ''))"""
_COUNTS = f"""
SELECT ({_TWINS}),
    (SELECT COUNT(*) FROM trip_joiner WHERE trip_id = trip.id AND ended_at IS NULL),
    (SELECT COUNT(*) FROM trip_place WHERE trip_id = trip.id),
    (SELECT COUNT(*) FROM trip_place WHERE trip_id = trip.id AND NOT day BETWEEN trip.starts_on AND trip.ends_on),
    (SELECT COUNT(*) FROM trip_change WHERE trip_id = trip.id)
FROM trip WHERE id = ?
"""


@dataclass(frozen=True)
class SetUp:
    """A trip as it is set up. `classes` and `groups` are (name, pupils on it); `others` counts who else joins it."""

    trip: Trip
    leaders: list[str]
    staff: list[str]
    base_contact: str
    classes: list[tuple[str, int]]
    phones: list[str]
    places: int
    others: int
    changes: int
    warnings: list[str]
    why_not_archived: str
    groups: list[tuple[str, int]]

    @property
    def pupils(self) -> int:
        """How many go."""
        return sum(count for _name, count in self.classes)


def of(trip: Trip) -> SetUp:
    """Everything of one trip, in few queries: this page is the first that somebody opens."""
    twins, others, places, outside, changes = select(_COUNTS, trip.id)[0]
    people, classes, phones = _people(trip), classes_on(trip.id), phone_choice.going(trip)
    leaders = [one.staff.name for one in people if one.part == "leader"]
    found = Standing(
        has_leader=bool(leaders),
        pupils=len(classes),
        phones=len(phones),
        twins=twins,
        staff_left=[one.staff.name for one in people if not one.staff.is_active],
        clashes=phone_choice.clashes(phones),
        places_outside=outside,
        has_number=bool(trip.number_24h) or trip.base_contact_id is None,
    )
    return SetUp(
        trip=trip,
        leaders=leaders,
        staff=[one.staff.name for one in people if one.part != "leader" and one.staff.ends_at is None],
        base_contact=trip.base_contact.name if trip.base_contact else "",
        classes=sorted(classes.items()),
        phones=list(phones),
        places=places,
        others=others,
        changes=changes,
        warnings=[] if trip.ends_on < clock.today() else warnings(found),
        why_not_archived="" if trip.archived_at else archiving.why_not(trip, has_phones=bool(phones)),
        groups=groups.counts_of(trip),
    )


def classes_on(trip_id: str) -> Counter[str]:
    """How many pupils of each class are on a trip."""
    rows = Pupil.select(Pupil.class_name).join(TripPupil).where(TripPupil.trip == trip_id)
    return Counter(row.class_name for row in rows)


def _people(trip: Trip) -> list[Any]:
    rows = TripStaff.select(TripStaff, Staff).join(Staff).where(TripStaff.trip == trip)
    return list(rows.order_by(TripStaff.part, Staff.name))
