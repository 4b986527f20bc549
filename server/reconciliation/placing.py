"""Gives a decision its effect: what is listed of a record stands where somebody put it. The record stays as it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace

from flask import current_app

from server.foundation import registry
from server.foundation.database import BUSY, apart
from server.foundation.registry import OpenedRecord
from server.intake.models import Envelope, Record


def as_it_came(row: Envelope) -> OpenedRecord:
    """The fact that an envelope's record tells, on the trip it names where the school has that one."""
    record: Record = row.record
    is_ours = record.trip is not None and registry.current().is_trip_of(row.school_id, record.trip)
    return OpenedRecord(
        n=row.n,
        school=row.school_id,
        id=row.id,
        kind=record.kind or "",
        version=record.version or 0,
        trip=record.trip if is_ours else None,
        body=json.loads(record.body),
        actor=json.loads(record.actor),
        phone=row.phone,
        recorded_at=record.recorded_at,
        received_at=row.received_at,
        held=row.opening.reason,
        signed_by=record.signed_by,
        is_unfinished=row.type == "draft",
        photos=tuple(json.loads(record.photos)),
    )


def assigned(record: OpenedRecord, trip: str | None, staff: str | None) -> OpenedRecord:
    """The same fact on this trip and by this person, where they are given. How they signed in stays as it was told."""
    actor = {**record.actor, "staff": staff} if staff else record.actor
    return replace(record, trip=trip or record.trip, actor=actor)


def put(record: OpenedRecord, *, is_heard: bool) -> bool:
    """Have every list take it up as it stands, inside the caller's transaction; with those that have it, in its place.

    Returns whether all could: what is askew in it is left out of a list that cannot show it, and of no other.
    """
    here = registry.current()
    listeners = [*([] if is_heard else here.when_opened), *here.when_placed]
    taken = [_is_taken_up(listener, record) for listener in _once(listeners)]
    return all(taken)


def _once(listeners: Iterable[Callable[[OpenedRecord], None]]) -> list[Callable[[OpenedRecord], None]]:
    """Some slices hear of both alike."""
    return list(dict.fromkeys(listeners))


def _is_taken_up(listener: Callable[[OpenedRecord], None], record: OpenedRecord) -> bool:
    try:
        with apart():
            listener(record)
    except BUSY:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it does not fit, the decision is kept and the others hear
        current_app.logger.error("held envelope %s is not listed by %s: %s", record.n, listener.__module__, type(error))
        return False
    return True
