"""Trips that run late: what a phone told, for the office's due list."""

from __future__ import annotations

from datetime import timedelta

from server.foundation import clock
from server.foundation.registry import OpenedRecord
from server.trips.kinds import DELAYED
from server.trips.models import Trip, TripDelay

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


def running_late(school: str) -> list[TripDelay]:
    """The latest delay of each trip that is still late, the newest first."""
    since = clock.now() - SHOWN_AFTER
    rows = TripDelay.select(TripDelay, Trip).join(Trip).where(TripDelay.school == school, TripDelay.until > since)
    latest: dict[str, TripDelay] = {}
    for row in rows.order_by(TripDelay.n):
        latest[row.trip_id] = row
    return sorted(latest.values(), key=lambda row: -row.n)
