"""Where a trip stands, for everybody, from coming to signed off; and how many of its phones are out or back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from server.foundation import clock
from server.reconciliation import sign_offs
from server.reconciliation.attestation_rules import Standing
from server.reconciliation.sign_offs import REOPENED
from server.trips.models import Trip

COMING, OUT, BACK, ARCHIVED = "coming", "out", "back", "archived"


def trip_states(school: str, trips: Collection[Trip]) -> dict[str, str]:
    """The state of each of these trips of one school, by its id; one query for all."""
    signed = sign_offs.states(school, [trip.id for trip in trips])
    today = clock.today()
    return {trip.id: state_of(trip, signed.get(trip.id), today) for trip in trips}


def state_of(trip: Any, signed: str | None, today: date) -> str:
    """The state of a trip, or of a summary of one; `signed` is what `sign_offs.states` says of it."""
    if signed == REOPENED:
        return REOPENED
    if getattr(trip, "is_archived", False) or getattr(trip, "archived_at", None):
        return ARCHIVED
    if signed:
        return signed
    if trip.starts_on > today:
        return COMING
    return OUT if trip.ends_on >= today else BACK


def phones_in_words(standings: Sequence[Standing]) -> str:
    """How many of a trip's phones are out and how many back: "2 phones out, 1 back".

    Back is what was handed back; where nobody notes loans, what told that it is empty.
    """
    back = sum(1 for one in standings if one.is_at_school)
    out = len(standings) - back
    if not standings:
        return "No phone went"
    return f"{out} phone{'' if out == 1 else 's'} out, {back} back"
