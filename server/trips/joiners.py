"""Who joins one trip without being on the school's staff: supply teachers with a code, helpers with a card (R21)."""

from __future__ import annotations

from dataclasses import dataclass

from server.accounts import actions as accounts
from server.accounts import visitors
from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.problems import Problem
from server.trips.models import Trip, TripJoiner, TripStaff
from server.trips.rules import HELPER, SUPPLY, window


@dataclass(frozen=True)
class NewJoiner:
    """Whom to add: `part` is one of JOINER_PARTS; `has_assured` as in TripJoiner."""

    name: str
    part: str
    has_assured: bool


@dataclass(frozen=True)
class Joiner:
    """One of them as the office sees them; `phone` is where they used their code."""

    row: TripJoiner
    phone: str | None

    @property
    def is_supply(self) -> bool:
        """Whether they may open a school phone."""
        return bool(self.row.part == SUPPLY)


def of_trip(trip_id: str) -> list[Joiner]:
    """Everybody who joined a trip, the latest first."""
    rows = TripJoiner.select().where(TripJoiner.trip == trip_id).order_by(TripJoiner.added_at.desc())
    return [Joiner(row, visitors.phone_of(row.staff_id) if row.staff_id else None) for row in rows]


def helpers_of(trip_id: str) -> list[str]:
    """The names of a trip's helpers."""
    rows = TripJoiner.select().where(
        TripJoiner.trip == trip_id, TripJoiner.part == HELPER, TripJoiner.ended_at.is_null()
    )
    return [row.name for row in rows.order_by(TripJoiner.name)]


def find(school: str, trip_id: str, joiner_id: str) -> TripJoiner:
    """One of a trip of this school. Raises Problem request.not_found."""
    row: TripJoiner | None = TripJoiner.get_or_none(
        TripJoiner.id == joiner_id, TripJoiner.trip == trip_id, TripJoiner.school == school
    )
    if row is None:
        raise Problem("request.not_found")
    return row


def add(school: str, trip_id: str, who: NewJoiner, by: str) -> TripJoiner:
    """Add somebody. A supply teacher goes on the trip's staff, with an account that ends when its list does."""
    trip: Trip = Trip.get_by_id(trip_id)
    with db.atomic():
        staff = None
        if who.part == SUPPLY:
            until = window(trip.starts_on, trip.ends_on, clock.SCHOOL_TIME).list_ends
            staff = visitors.add(school, who.name, until, by)
            TripStaff.create(trip=trip, staff=staff, school=school)
        row: TripJoiner = TripJoiner.create(
            school=school,
            trip=trip,
            part=who.part,
            name=who.name,
            staff=staff,
            has_assured=who.has_assured,
            added_at=clock.now(),
            added_by=by,
        )
        audit.write(school, by, "trip.joiner_added", trip_id, joiner=row.id, part=who.part)
    return row


def make_code(row: TripJoiner, by: str) -> str:
    """A code for a supply teacher's one phone. Raises Problem request.refused for a helper and for one who has left."""
    if row.staff is None or row.ended_at is not None:
        raise Problem("request.refused")
    return visitors.make_code(row.staff, by)


def end(row: TripJoiner, by: str) -> None:
    """They are not on the trip any more: their account opens nothing. What they reported stays theirs."""
    with db.atomic():
        if (
            not TripJoiner.update(ended_at=clock.now())
            .where(TripJoiner.id == row.id, TripJoiner.ended_at.is_null())
            .execute()
        ):
            return
        if row.staff is not None:
            accounts.disable(row.staff, by)
            TripStaff.delete().where(TripStaff.trip == row.trip_id, TripStaff.staff == row.staff_id).execute()
        audit.write(row.school_id, by, "trip.joiner_ended", row.trip_id, joiner=row.id)
