"""Trips that run late: what a phone told, for the office's due list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from peewee import fn

from server.foundation import clock
from server.foundation.registry import OpenedRecord
from server.trips.kinds import DELAYED
from server.trips.models import TripDelay

# How long after the hour named the office still reads of it.
SHOWN_AFTER = timedelta(hours=12)


def hear(record: OpenedRecord) -> None:
    """Note a delay, inside the transaction that opened its record; again, where somebody puts it on another trip."""
    if record.kind != DELAYED or record.trip is None:
        return
    TripDelay.insert(
        n=record.n,
        school=record.school,
        trip=record.trip,
        phone=record.phone,
        until=clock.from_text(record.body["until"]),
        told_at=record.received_at,
    ).on_conflict_replace().execute()


def running_late(school: str) -> Any:
    """The latest delay of each trip that is still late, as a query."""
    late = (TripDelay.school == school, TripDelay.until > clock.now() - SHOWN_AFTER)
    latest = TripDelay.select(fn.MAX(TripDelay.n)).where(*late).group_by(TripDelay.trip)
    return TripDelay.select().where(TripDelay.n.in_(latest))
