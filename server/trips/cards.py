"""Trips on the school card, in clear on every phone: counts and staff, never a pupil."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from server.foundation import clock
from server.foundation.registry import TripAhead
from server.foundation.rows import Ready
from server.phones.models import Phone
from server.trips import groups
from server.trips.emergency_rules import emergency_in
from server.trips.models import Trip, TripPhone
from server.trips.queries import TripSummary, summary_of, trips_to_come

CARD_AHEAD = timedelta(days=7)
_near = Ready(
    lambda school, first, last: Trip.select().where(
        Trip.school == school, Trip.starts_on <= last, Trip.ends_on >= first, Trip.archived_at.is_null()
    )
)
_own = Ready(lambda phone: TripPhone.select(TripPhone.trip).where(TripPhone.phone == phone))


def trips_ahead(school: str, phone: str) -> list[TripAhead]:
    """The trips of today and to come, the nearest first, for whoever lends a phone to somebody."""
    mine = {row.trip_id for row in TripPhone.select().where(TripPhone.phone == phone)}
    return [TripAhead(row.id, f"{row.title}, {_short(row.starts_on)}", row.id in mine) for row in trips_to_come(school)]


def _short(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def card_part(school: str, phone: str | None) -> dict[str, Any]:
    """The school card's {trip, trips}; counts and staff, never a pupil.

    `trips` holds those of today and of the week ahead, so that a phone with no signal in the morning knows its trip;
    `own` marks those this phone goes on; `rings` those with a phone that can ring; `emergency` is the number to ring in
    its country, `emergency_known` whether more than that it works from a mobile is known of it; `groups` are [name, how
    many pupils], where it has any. `trip` is today's: the
    phone's own or the only one, otherwise null.
    """
    today = clock.today()
    mine = {row.trip_id for row in _own(phone)} if phone else set()
    near = _near(school, today.isoformat(), (today + CARD_AHEAD).isoformat())
    trips = sorted(near, key=lambda trip: (trip.id not in mine, trip.starts_on, trip.title))
    running = [trip for trip in trips if trip.starts_on <= today]
    own = [trip for trip in running if trip.id in mine]
    todays = own or (running if len(running) == 1 else [])
    ringing = _with_a_phone_that_rings([trip.id for trip in trips]) if trips else set()
    cards = {
        trip.id: {**_card(summary_of(trip)), **_groups(trip), "own": trip.id in mine, "rings": trip.id in ringing}
        for trip in trips
    }
    return {"trip": cards[todays[0].id] if todays else None, "trips": list(cards.values())}


def _with_a_phone_that_rings(trips: list[str]) -> set[str]:
    usable = (TripPhone.trip.in_(trips), Phone.can_ring, Phone.revoked_at.is_null())
    return {row.trip_id for row in TripPhone.select().join(Phone).where(*usable)}


def _groups(trip: Trip) -> dict[str, Any]:
    return {"groups": groups.counts_of(trip)} if trip.group_names else {}


def _card(trip: TripSummary) -> dict[str, Any]:
    emergency = emergency_in(trip.country)
    return {
        "id": trip.id,
        "title": trip.title,
        "place": trip.place,
        "starts_on": trip.starts_on.isoformat(),
        "ends_on": trip.ends_on.isoformat(),
        "pupil_count": trip.pupil_count,
        "staff": trip.staff,
        "country": trip.country,
        "emergency": emergency.number,
        "emergency_known": emergency.is_known,
    }
