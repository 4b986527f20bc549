"""What waits of retention under To do: what somebody confirmed, and that something is due at all.

Working out what is due takes several questions, and what is not due today is due tomorrow at the earliest: so it is
done once a day, and anew after somebody did something about it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from flask import current_app, url_for

from server.foundation import clock
from server.foundation.access import Person
from server.foundation.registry import DueItem
from server.retention import candidates, queries
from server.retention.rules import handled_by

_TITLE = "Records have been kept for as long as they should be"
# To do needs no more than the oldest: how much there is, its own page says.
LOOKED_AT = 500
_DETAIL = "Look at what is due. Nothing goes before one person confirms it and another destroys it."


def _waits(person: Person) -> list[DueItem]:
    theirs = handled_by(person.roles)
    if not theirs:
        return []
    waiting = [row for row in queries.waiting(person.school) if row.rule in theirs]
    first = next((since for rule, since in _due_today(person.school).items() if rule in theirs), None)
    found = []
    if first is not None:
        since = datetime.combine(first, time(), clock.SCHOOL_TIME)
        found.append(DueItem(_TITLE, _DETAIL, url_for("retention.overview"), since, 2))
    others = [row for row in waiting if row.confirmed_by != person.id]
    if others:
        title = f"To be destroyed: {len(others)} confirmed"
        detail = "A second person looks, and destroys or keeps them."
        found.append(DueItem(title, detail, url_for("retention.waiting"), others[0].confirmed_at, 2))
    return found


def _due_today(school: str) -> dict[str, date]:
    """Since when something is due under each line of the schedule, but for what is held or confirmed."""
    known: dict[tuple[str, date], dict[str, date]] = current_app.extensions.setdefault(candidates.LISTED, {})
    key = (school, clock.today())
    if key not in known:
        known.clear()
        known[key] = _worked_out(school)
    return known[key]


def _worked_out(school: str) -> dict[str, date]:
    if not candidates.is_old_enough(school):
        return {}
    confirmed = {row.unit for row in queries.waiting(school)}
    found: dict[str, date] = {}
    for unit in candidates.due(school, most=LOOKED_AT):
        if not unit.held and unit.id not in confirmed:
            found[unit.rule] = min(unit.due_on, found.get(unit.rule, unit.due_on))
    return found


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = (_waits,)
SOURCES: tuple[()] = ()
