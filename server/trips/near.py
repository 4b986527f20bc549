"""Finding the trip that something belongs to: by id, by day, by the phone that went."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from server.trips.models import Trip, TripPhone


def titles_among(school: str, trips: Collection[str | None]) -> dict[str, str]:
    """The titles of those of these trips that the school has, by their ids."""
    ids = [trip for trip in trips if trip]
    rows = Trip.select(Trip.id, Trip.title).where(Trip.school == school, Trip.id.in_(ids)) if ids else ()
    return {row.id: row.title for row in rows}


def trips_near(school: str, day: date, most: int) -> list[Trip]:
    """The trips whose first day is nearest to a day, the latest first; at most so many on either side of it."""
    mine = Trip.select().where(Trip.school == school)
    before = mine.where(Trip.starts_on <= day).order_by(Trip.starts_on.desc(), Trip.title).limit(most)
    after = mine.where(Trip.starts_on > day).order_by(Trip.starts_on, Trip.title).limit(most)
    return [*reversed(list(after)), *before]


def trips_with(phone: str, day: date) -> set[str]:
    """The trips that this phone went on and that were on that day."""
    rows = TripPhone.select(TripPhone.trip).join(Trip).where(TripPhone.phone == phone)
    return {row.trip_id for row in rows.where(Trip.starts_on <= day, Trip.ends_on >= day)}
