"""Planning a trip and changing what it is: title, place, days, times, swimming."""

from __future__ import annotations

from datetime import date, datetime, time

from server.accounts import visitors
from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.problems import Problem
from server.trips import changes
from server.trips.changes import Save
from server.trips.models import Trip, TripJoiner
from server.trips.planning_rules import Details, differences
from server.trips.queries import window_of


def row_of(school: str, trip_id: str) -> Trip:
    """One trip of this school, archived ones too. Raises Problem request.not_found, also for another school's."""
    trip: Trip | None = Trip.get_or_none(Trip.id == trip_id, Trip.school == school)
    if trip is None:
        raise Problem("request.not_found")
    return trip


def details_of(trip: Trip) -> Details:
    """What a trip is."""
    return Details(
        title=trip.title,
        place=trip.place,
        starts_on=trip.starts_on,
        ends_on=trip.ends_on,
        leaves=_time_of(trip.leaves_at),
        returns=_time_of(trip.returns_at),
        swims=trip.swims,
    )


def plan(school: str, trip_id: str, details: Details, by: str) -> Trip:
    """Plan a trip under an id that was made with the form, so that a form sent twice plans one."""
    with db.atomic():
        there: Trip | None = Trip.get_or_none(Trip.id == trip_id)
        if there is not None:
            return row_of(school, trip_id)
        trip: Trip = Trip.create(id=trip_id, school=school, made_at=clock.now(), **kept(details))
        audit.write(school, by, "trip.planned", trip.id)
    return trip


def change(school: str, trip_id: str, details: Details, save: Save) -> None:
    """Change what a trip is. As it is already, nothing is done. Raises changes.OvertakenError."""
    with db.atomic():
        trip = row_of(school, trip_id)
        what = differences(details_of(trip).in_words(), details.in_words())
        if not what:
            return
        changes.refuse_overtaken(trip, changes.DETAILS, save.seen)
        Trip.update(kept(details)).where(Trip.id == trip.id).execute()
        changes.note(trip, changes.DETAILS, dict(what), save.by)
        _move_accounts(Trip.get_by_id(trip.id), save.by)


def kept(details: Details) -> dict[str, object]:
    """Details by the model's names; times of the school's clock as instants."""
    return {
        "title": details.title,
        "place": details.place,
        "starts_on": details.starts_on,
        "ends_on": details.ends_on,
        "leaves_at": _instant(details.starts_on, details.leaves),
        "returns_at": _instant(details.ends_on, details.returns),
        "swims": details.swims,
    }


def _move_accounts(trip: Trip, by: str) -> None:
    """Accounts of supply teachers end with the trip's list, whatever its days are now."""
    joined = TripJoiner.select(TripJoiner.staff).where(
        TripJoiner.trip == trip.id, TripJoiner.ended_at.is_null(), TripJoiner.staff.is_null(False)
    )
    visitors.move_end(trip.school_id, [row.staff_id for row in joined], window_of(trip).list_ends, by)


def _instant(day: date, at: time | None) -> datetime | None:
    return datetime.combine(day, at, clock.SCHOOL_TIME) if at else None


def _time_of(instant: datetime | None) -> time | None:
    return instant.astimezone(clock.SCHOOL_TIME).time() if instant else None
