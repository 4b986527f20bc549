"""Planning a trip and changing what it is: title, place, days, times, swimming, and in which country."""

from __future__ import annotations

from datetime import date, datetime, time

from server.accounts import visitors
from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.problems import Problem
from server.trips import changes, countries
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


def choose_country(school: str, trip_id: str, where: tuple[str, str], save: Save) -> None:
    """Say where a trip is: (country, time zone). As it is already, nothing is done.

    Raises Problem request.refused for a zone of another country, changes.OvertakenError.
    """
    country, time_zone = where
    if not countries.is_zone_of(country, time_zone):
        raise Problem("request.refused")
    with db.atomic():
        trip = row_of(school, trip_id)
        what = differences(_where_in_words(trip.country, trip.time_zone), _where_in_words(country, time_zone))
        if not what:
            return
        changes.refuse_overtaken(trip, changes.COUNTRY, save.seen)
        Trip.update(country=country, time_zone=time_zone).where(Trip.id == trip.id).execute()
        changes.note(trip, changes.COUNTRY, dict(what), save.by)


def _where_in_words(country: str, time_zone: str) -> dict[str, str]:
    return {
        "country": countries.names().get(country, country),
        "time zone": countries.zone_called(country, time_zone),
    }


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
