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

    First those with the phone, then the latest first. None is further off than a year.
    """
    is_its = (TripPhone.trip == Trip.id) & (TripPhone.phone == phone)
    near = (Trip.starts_on <= max(days) + NEAR, Trip.ends_on >= min(days) - NEAR)
    rows: Any = Trip.select(Trip.id, Trip.title, Trip.starts_on, Trip.ends_on, TripPhone.phone).join(
        TripPhone, JOIN.LEFT_OUTER, on=is_its, attr="gone_with"
    )
    found = sorted(rows.where(Trip.school == school, *near), key=lambda trip: min(_away(trip, day) for day in days))
    told = [(trip, _went(trip, days)) for trip in found[:most]]
    told.sort(key=lambda one: one[0].starts_on, reverse=True)
    return sorted(told, key=lambda one: not one[1])


def _away(trip: Trip, day: date) -> timedelta:
    if trip.starts_on <= day <= trip.ends_on:
        return timedelta()
    return min(abs(trip.starts_on - day), abs(trip.ends_on - day))


def _went(trip: Trip, days: Sequence[date]) -> bool:
    """Whether the phone was out on it on one of these days."""
    return getattr(trip, "gone_with", None) is not None and any(not _away(trip, day) for day in days)
