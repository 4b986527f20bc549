"""Reads of retention: what was confirmed and waits for the second person, and what is left of what was destroyed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from server.accounts.paging import Page, page_of
from server.foundation import clock
from server.foundation.rows import select
from server.intake.models import Tombstone
from server.retention import trust
from server.retention.models import RetentionConfirmation, RetentionTakenBack

_DESTROYED = """
SELECT confirmed.id, confirmed.unit, confirmed.kind, confirmed.rule, confirmed.trip, confirmed.began_on,
    confirmed.due_on, confirmed.confirmed_by, stone.destroyed_by, stone.destroyed_at, stone.unswept
FROM (
    SELECT confirmation_id, MAX(destroyed_by) AS destroyed_by, MAX(destroyed_at) AS destroyed_at,
        SUM(NOT EXISTS (SELECT 1 FROM tombstone_swept WHERE tombstone_swept.n = tombstone.n)) AS unswept
    FROM tombstone WHERE school_id = ? GROUP BY confirmation_id
) AS stone JOIN retention_confirmation AS confirmed ON confirmed.id = stone.confirmation_id
WHERE confirmed.rule IN (SELECT value FROM json_each(?))
ORDER BY stone.destroyed_at DESC, confirmed.id LIMIT ? OFFSET ?
"""
_HOW_MANY = """
SELECT COUNT(DISTINCT confirmation_id) FROM tombstone
JOIN retention_confirmation AS confirmed ON confirmed.id = confirmation_id
WHERE tombstone.school_id = ? AND confirmed.rule IN (SELECT value FROM json_each(?))
"""


@dataclass(frozen=True)
class Destroyed:
    """Something that went as a whole: what it was by kind, why and by whom; nothing of what was in it.

    `is_swept`: files, the second copy and the database's log are rid of it as well. `days_left`: until no backup holds
    it any more.
    """

    id: str
    unit: str
    kind: str
    rule: str
    trip: str | None
    began_on: date
    due_on: date
    confirmed_by: str
    destroyed_by: str
    at: datetime
    is_swept: bool
    days_left: int
    hashes: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether it is nowhere any more."""
        return self.is_swept and not self.days_left


def waiting(school: str) -> list[RetentionConfirmation]:
    """What was confirmed and is not destroyed yet, the oldest first."""
    back = RetentionTakenBack.select(RetentionTakenBack.confirmation).where(RetentionTakenBack.school == school)
    gone = Tombstone.select(Tombstone.confirmation_id).where(Tombstone.school == school)
    mine = RetentionConfirmation.select().where(
        RetentionConfirmation.school == school,
        RetentionConfirmation.id.not_in(back),
        RetentionConfirmation.id.not_in(gone),
    )
    return list(mine.order_by(RetentionConfirmation.confirmed_at, RetentionConfirmation.id))


def destroyed(school: str, rules: Sequence[str]) -> Page[Destroyed]:
    """A page of what was destroyed under these lines of the schedule, the newest first."""
    listed = "[" + ", ".join(f'"{rule}"' for rule in rules) + "]"
    [(total,)] = select(_HOW_MANY, school, listed)
    return page_of(total, lambda offset, limit: _rows(school, select(_DESTROYED, school, listed, limit, offset)))


def _rows(school: str, rows: Sequence[Any]) -> list[Destroyed]:
    times = [clock.from_millis(row[9]) for row in rows]
    left = trust.days_left_in_backups(times)
    hashes = _hashes(school, [row[0] for row in rows])
    return [_row(row, at, days, hashes.get(row[0], [])) for row, at, days in zip(rows, times, left, strict=True)]


def _row(row: Any, at: datetime, days_left: int, hashes: Sequence[str]) -> Destroyed:
    id_, unit, kind, rule, trip, began_on, due_on, confirmed_by, destroyed_by, _at, unswept = row
    return Destroyed(
        id=id_,
        unit=unit,
        kind=kind,
        rule=rule,
        trip=trip,
        began_on=date.fromisoformat(began_on),
        due_on=date.fromisoformat(due_on),
        confirmed_by=confirmed_by,
        destroyed_by=destroyed_by,
        at=at,
        is_swept=not unswept,
        days_left=days_left,
        hashes=tuple(hashes),
    )


def _hashes(school: str, confirmations: Sequence[str]) -> dict[str, list[str]]:
    stones: Any = Tombstone.select(Tombstone.confirmation_id, Tombstone.sha256).where(
        Tombstone.school == school, Tombstone.confirmation_id.in_(confirmations)
    )
    found: dict[str, list[str]] = {}
    for one in stones.order_by(Tombstone.n):
        found.setdefault(one.confirmation_id, []).append(one.sha256)
    return found
