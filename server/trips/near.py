"""Finding the trip that something belongs to: by its day, and by the phone that went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from peewee import JOIN

from server.trips.models import Trip, TripPhone

NEAR = timedelta(days=366)


def trips_near(school: str, days: Sequence[date], phone: str, most: int) -> list[tuple[Trip, bool]]:
    """The trips nearest to any of these days, at most so many, each with whether this phone went on it.

    First those with the phone, then those of that day, then the latest. None is further off than a year.
    """
    is_its = (TripPhone.trip == Trip.id) & (TripPhone.phone == phone)
    near = (Trip.starts_on <= max(days) + NEAR, Trip.ends_on >= min(days) - NEAR)
    rows: Any = Trip.select(Trip.id, Trip.title, Trip.starts_on, Trip.ends_on, TripPhone.phone).join(
        TripPhone, JOIN.LEFT_OUTER, on=is_its, attr="gone_with"
    )
    nearest = sorted(rows.where(Trip.school == school, *near), key=lambda trip: _away(trip, days))[:most]
    nearest.sort(key=lambda trip: (trip.starts_on, trip.title), reverse=True)
    told = [(trip, getattr(trip, "gone_with", None) is not None and not _away(trip, days)) for trip in nearest]
    return sorted(told, key=lambda one: (not one[1], bool(_away(one[0], days))))


def _away(trip: Trip, days: Sequence[date]) -> timedelta:
    """How far off a trip is from the nearest of these days; nothing where one of them is in it."""
    if any(trip.starts_on <= day <= trip.ends_on for day in days):
        return timedelta()
    return min(abs(end - day) for day in days for end in (trip.starts_on, trip.ends_on))
