"""The day's board: every trip of a day with its phones, and what is new to somebody since they looked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peewee import fn

from server.foundation import clock
from server.foundation.access import Person
from server.reconciliation import sign_offs, trip_states
from server.reconciliation.board_numbers import numbers_of
from server.reconciliation.board_sight import seen_by, sight_of
from server.reconciliation.board_words import Number, PhoneLine, address, lines_of
from server.reconciliation.boards import TripBoard, boards_of
from server.reconciliation.looks import look_of
from server.trips.models import Trip, TripStaff
from server.trips.rules import STATE_NAMES

# What a trip shows of itself among others; the rest is on its own page.
SHOWN = ("announced", "arrived", "missing", "held", "incidents_open", "alerts_open")
NAMES = {
    "announced": "Announced",
    "arrived": "Arrived",
    "missing": "Not arrived",
    "held": "Held",
    "incidents_open": "Incidents open",
    "alerts_open": "Alerts nobody has",
}


@dataclass(frozen=True)
class DayTrip:
    """A trip of the day: where it stands, its numbers, its phones, and how much of it is new to whoever looks."""

    trip: Trip
    state: str
    numbers: list[Number]
    phones: list[PhoneLine]
    fresh: int

    @property
    def standing(self) -> tuple[str, str]:
        """Where it stands in words, and the colour of its tag."""
        return STATE_NAMES[self.state]


def parts(person: Person, day: date) -> dict[str, Any]:
    """What the page of a day shows."""
    trips, look = _trips_on(person, day), look_of(person)
    ids = [trip.id for trip in trips]
    boards = boards_of(person.school, ids, staff=person.id, seen=look.seen_n) if ids else {}
    signed = sign_offs.states(person.school, ids)
    sight = sight_of(person)
    shown = []
    for trip in trips:
        theirs = replace(sight, leads=bool(trip.leads))
        board = seen_by(theirs, boards[trip.id])
        numbers = _numbers(trip, board, sees_incidents=theirs.sees_incidents)
        state = trip_states.state_of(trip, signed.get(trip.id), clock.today())
        shown.append(DayTrip(trip, state, numbers, lines_of(board, trip), board.fresh))
    return {
        "trips": shown,
        "look": look,
        "fresh": sum(one.fresh for one in shown),
        "as_of": clock.now(),
        "is_watched": day == clock.today() and bool(trips),
    }


def _trips_on(person: Person, day: date) -> list[Any]:
    leads = TripStaff.select().where(
        TripStaff.trip == Trip.id, TripStaff.staff == person.id, TripStaff.part == "leader"
    )
    rows = Trip.select(Trip, fn.EXISTS(leads).alias("leads"))
    on_it = (Trip.school == person.school, Trip.starts_on <= day, Trip.ends_on >= day)
    return list(rows.where(*on_it).order_by(Trip.starts_on.desc(), Trip.title, Trip.id))


def _numbers(trip: Trip, board: TripBoard, *, sees_incidents: bool) -> list[Number]:
    counted = numbers_of(board, trip, ())
    hidden = set() if sees_incidents else {"incidents_open", "alerts_open"}
    return [
        Number(key, NAMES[key], str(counted[key]), address(trip.id, key), "bad" if counted[key] and key in _BAD else "")
        for key in SHOWN
        if key not in hidden
    ]


_BAD = frozenset({"missing", "held", "alerts_open"})
