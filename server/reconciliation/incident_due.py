"""What waits after incidents: actions to do or overdue, and what came about a report that has not come itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from flask import url_for

from server.accounts.rules import Role
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.registry import DueItem
from server.incidents.action_queries import Action, actions_due, awaited

LOOKS_FOR_REPORTS = frozenset({Role.DSL, Role.DEPUTY_DSL, Role.OFFICE})


def _actions(person: Person) -> list[DueItem]:
    """Whoever reads it opens it: the line says nothing of what is to be done, or after what."""
    return [_action(person, one) for one in actions_due(person)]


def _action(person: Person, one: Action) -> DueItem:
    is_own = one.owner == person.id
    title = "An action after an incident" if not is_own else "An action is yours to do"
    day = datetime.combine(one.due_on, time(), clock.SCHOOL_TIME) if one.due_on else one.agreed_at
    return DueItem(
        title=f"Overdue: {title[0].lower()}{title[1:]}" if one.is_overdue else title,
        detail=f"{'It was due' if one.is_overdue else 'Due'} by {one.due_in_words}.",
        url=url_for("actions.action", action_id=one.id),
        at=day,
        urgency=0 if one.is_overdue and is_own else 1,
    )


def _awaited(person: Person) -> list[DueItem]:
    """Nobody can say yet who may read it, so that only that it came is told."""
    if not LOOKS_FOR_REPORTS & person.roles:
        return []
    return [
        DueItem(
            title="Something was added to a report that has not come",
            detail="It is kept, and shown once the report comes. Open Lanyard on the phones where there is a signal.",
            url=url_for("reconciliation.trip", trip_id=trip) if trip else url_for("reconciliation.no_trip"),
            at=since,
            urgency=1,
        )
        for trip, since in awaited(person.school)
    ]


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = (_actions, _awaited)
SOURCES: tuple[Callable[[Person], None], ...] = ()
