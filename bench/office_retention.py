"""Holds and confirmations in a filled school, whose oldest records have been kept for long enough."""

from __future__ import annotations

from datetime import timedelta

from bench.office_school import Filling
from server.foundation import clock
from server.retention import candidates
from server.retention.models import RetentionConfirmation, RetentionHold

# Of a school with 100,000 records.
HOLDS, CONFIRMED = 40, 60
WHY = "A claim is under way, and the insurers asked for everything of that day to be kept."


def keep_all(filling: Filling) -> None:
    """Holds on trips and on a member of staff, and things that wait for a second person."""
    by, at = filling.trips[0].staff[0], filling.now - timedelta(days=3)
    old = [trip.id for trip in filling.trips[: filling.share(HOLDS)]]
    subjects = [*(("trip", trip) for trip in old), ("staff", by)]
    filling.put(
        RetentionHold,
        [
            {"id": filling.id(), "what": what, "subject": subject, "why": WHY, "made_at": at, "made_by": by}
            for what, subject in subjects
        ],
    )
    due = [unit for unit in candidates.due(filling.school) if not unit.held][: filling.share(CONFIRMED)]
    filling.put(
        RetentionConfirmation,
        [
            {
                "id": filling.id(),
                "unit": unit.id,
                "rule": unit.rule,
                "kind": unit.kind,
                "trip": unit.trip,
                "began_on": unit.last_on,
                "due_on": unit.due_on,
                "members": "[]",
                "confirmed_at": clock.now(),
                "confirmed_by": by,
            }
            for unit in due
        ],
    )
