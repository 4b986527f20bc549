"""What waits after incidents: actions to do or overdue, and what came about a report that has not come itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from flask import url_for
from peewee import SQL, Case, fn

from server.accounts.rules import Role
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.registry import DueItem
from server.incidents import action_queries
from server.incidents.action_queries import day_in_words
from server.incidents.chronology_models import ChronologyItem
from server.reconciliation.due_sources import Row, Source, columns

LOOKS_FOR_REPORTS = frozenset({Role.DSL, Role.DEPUTY_DSL, Role.OFFICE})
# The day of an action as an instant, to sort it among the rest.
_DAY = "CAST(strftime('%s', t1.due_on) AS INTEGER) * 1000"


def _actions(person: Person) -> Source:
    """Whoever reads it opens it: the line says nothing of what is to be done, or after what."""
    item, today = ChronologyItem, clock.today()
    is_own, is_overdue = item.owner == person.id, item.due_on < today
    facts = {"a": item.due_on, "b": Case(None, [(is_own, 1)], 0), "c": item.at}
    at = fn.COALESCE(SQL(_DAY), item.at)
    urgency = Case(None, [(is_own & is_overdue, 0)], 1)
    return Source(action_queries.due(person), columns(at, urgency, id=item.id, **facts), _action)


def _action(row: Row) -> DueItem:
    due_on = date.fromisoformat(row.a) if row.a else None
    is_overdue = due_on is not None and due_on < clock.today()
    title = "An action is yours to do" if row.b else "An action after an incident"
    day = datetime.combine(due_on, time(), clock.SCHOOL_TIME) if due_on else clock.from_millis(row.c)
    return DueItem(
        title=f"Overdue: {title[0].lower()}{title[1:]}" if is_overdue else title,
        detail=f"{'It was due' if is_overdue else 'Due'} by {day_in_words(due_on)}.",
        url=url_for("actions.action", action_id=row.id),
        at=day,
        urgency=row.urgency,
    )


def _awaited(person: Person) -> Source | None:
    """Nobody can say yet who may read it, so that only that it came is told."""
    if not LOOKS_FOR_REPORTS & person.roles:
        return None
    item = ChronologyItem
    asked = columns(fn.MIN(item.received_at), 1, trip=item.trip)
    return Source(action_queries.awaited(person.school), asked, _is_awaited)


def _is_awaited(row: Row) -> DueItem:
    return DueItem(
        title="Something was added to a report that has not come",
        detail="It is kept, and shown once the report comes. Open Lanyard on the phones where there is a signal.",
        url=url_for("reconciliation.trip", trip_id=row.trip) if row.trip else url_for("reconciliation.no_trip"),
        at=row.at,
        urgency=1,
    )


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = ()
SOURCES: tuple[Callable[[Person], Source | None], ...] = (_actions, _awaited)
