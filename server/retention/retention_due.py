"""What waits of retention under To do: what somebody confirmed, and that something is due at all.

Working out what is due takes several questions, and what is not due today is due tomorrow at the earliest: so it is
done once a day, and anew after somebody did something about it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from flask import current_app, url_for

from server.foundation import clock
from server.foundation.access import Person
from server.foundation.registry import DueItem
from server.retention import candidates, queries
from server.retention.handling import rules_of
from server.retention.models import RetentionConfirmation

_TITLE = "Records have been kept for as long as they should be"
# To do needs no more than the oldest: how much there is, its own page says.
LOOKED_AT = 500
_DETAIL = "Look at what is due. Nothing goes before one person confirms it and another destroys it."


def _waits(person: Person) -> list[DueItem]:
    theirs = rules_of(person)
    if not theirs:
        return []
    today = _today(person.school)
    waiting = [row for row in today.waiting if row.rule in theirs]
    first = next((since for rule, since in today.since.items() if rule in theirs), None)
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


@dataclass(frozen=True)
class _Today:
    """Since when something is due under each line of the schedule, but for what is held or confirmed; and what is
    confirmed and waits for a second person, the oldest first.
    """

    since: dict[str, date]
    waiting: list[RetentionConfirmation]


def _today(school: str) -> _Today:
    known: dict[tuple[str, date], _Today] = current_app.extensions.setdefault(candidates.LISTED, {})
    key = (school, clock.today())
    today = known.get(key)
    if today is None:
        today = _worked_out(school)
        # Somebody else's page may forget it again at any moment.
        known.clear()
        known[key] = today
    return today


def _worked_out(school: str) -> _Today:
    if not candidates.is_old_enough(school):
        return _Today({}, [])
    waiting = queries.waiting(school)
    confirmed = {row.unit for row in waiting}
    found: dict[str, date] = {}
    for unit in candidates.due(school, most=LOOKED_AT):
        if not unit.held and unit.id not in confirmed:
            found[unit.rule] = min(unit.due_on, found.get(unit.rule, unit.due_on))
    return _Today(found, waiting)


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = (_waits,)
SOURCES: tuple[()] = ()
