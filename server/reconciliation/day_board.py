"""The day's board: the trips of a day with their phones, earlier ones whose phones are out, what is new to somebody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peewee import fn

from server.foundation import clock
from server.foundation.access import Person
from server.incidents import emergencies
from server.reconciliation import sign_offs, still_out, trip_states
from server.reconciliation.board_numbers import numbers_of, place_of
from server.reconciliation.board_rules import GONE
from server.reconciliation.board_sight import Sight, seen_by, sight_of
from server.reconciliation.board_words import Number, PhoneLine, address, lines_of
from server.reconciliation.boards import TripBoard, boards_of
from server.reconciliation.looks import look_of
from server.reconciliation.sign_offs import SIGNED_OFF
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
    "alerts_open": "Alerts not taken up",
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
    """What the page of a day shows. `earlier` are the trips that ended before today with phones of theirs still out."""
    look, is_today = look_of(person), day == clock.today()
    trips = _trips(person, Trip.starts_on <= day, Trip.ends_on >= day)
    over = _trips(person, Trip.id.in_(still_out.may_have_phones_out(person.school))) if is_today else []
    boards = _boards(person, [*trips, *over], look.seen_n)
    signed = sign_offs.states(person.school, boards)
    earlier = [trip for trip in over if _has_phones_out(boards[trip.id], trip) and signed.get(trip.id) != SIGNED_OFF]
    sight = sight_of(person)
    shown, late = ([_shown(sight, boards, signed, trip) for trip in some] for some in (trips, earlier))
    return {
        "running": emergencies.running(person) if is_today else [],
        "trips": shown,
        "earlier": late,
        "look": look,
        "fresh": sum(one.fresh for one in [*shown, *late]),
        "as_of": clock.now(),
        "is_watched": is_today and bool(shown or late),
    }


def _shown(sight: Sight, boards: dict[str, TripBoard], signed: dict[str, str], trip: Any) -> DayTrip:
    theirs = replace(sight, leads=bool(trip.leads))
    board = seen_by(theirs, boards[trip.id])
    numbers = _numbers(trip, board, sees_incidents=theirs.sees_incidents)
    state = trip_states.state_of(trip, signed.get(trip.id), clock.today())
    return DayTrip(trip, state, numbers, lines_of(board, trip), board.fresh)


def _boards(person: Person, trips: list[Any], seen: int) -> dict[str, TripBoard]:
    ids = [trip.id for trip in trips]
    return boards_of(person.school, ids, staff=person.id, seen=seen) if ids else {}


def _has_phones_out(board: TripBoard, trip: Trip) -> bool:
    """Whether one went and is not back, as far as the school knows; one never heard of may be in its drawer."""
    return any(place_of(phone, trip) == GONE for phone in board.phones if phone.is_schools)


def _trips(person: Person, *on_it: Any) -> list[Any]:
    """The school's trips of which that holds, but for those that are archived; `leads` where the person leads it."""
    leads = TripStaff.select().where(
        TripStaff.trip == Trip.id, TripStaff.staff == person.id, TripStaff.part == "leader"
    )
    rows = Trip.select(Trip, fn.EXISTS(leads).alias("leads"))
    rows = rows.where(Trip.school == person.school, Trip.archived_at.is_null(), *on_it)
    return list(rows.order_by(Trip.starts_on.desc(), Trip.title, Trip.id))


def _numbers(trip: Trip, board: TripBoard, *, sees_incidents: bool) -> list[Number]:
    counted = numbers_of(board, trip, ())
    hidden = set() if sees_incidents else {"incidents_open", "alerts_open"}
    return [
        Number(key, NAMES[key], str(counted[key]), address(trip.id, key), "bad" if counted[key] and key in _BAD else "")
        for key in SHOWN
        if key not in hidden
    ]


_BAD = frozenset({"missing", "held", "alerts_open"})
