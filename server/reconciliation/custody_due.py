"""What waits of items taken: kept for longer than the day (R71), or written of so that it does not fit together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from flask import url_for
from peewee import JOIN, SQL, Case, fn

from server.custody import rules
from server.custody.custody_words import called
from server.custody.models import CustodyItem, CustodyLink
from server.custody.queries import is_odd
from server.custody.sight import items_read_by
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.registry import TRIP, DueItem
from server.incidents.models import Incident
from server.incidents.sight import read_by
from server.reconciliation.due_sources import Row, Source, columns

# Afterwards the list of items has it, and its trip.
RECENT = timedelta(days=30)


def _items(person: Person) -> Source:
    """Of everybody who writes what became of it; no name is in it."""
    morning = datetime.combine(clock.today(), time(), clock.SCHOOL_TIME)
    is_late = (CustodyItem.state == rules.HELD) & (CustodyItem.since < morning)
    recent = CustodyItem.since > clock.now() - RECENT
    waits = CustodyItem.select().where(items_read_by(person), recent, is_late | is_odd(), ~_is_unread(person))
    facts = {"a": CustodyItem.thing, "b": CustodyItem.bag, "c": Case(None, [(is_late, 1)], 0)}
    asked = columns(CustodyItem.since, 1, id=CustodyItem.id, trip=CustodyItem.trip, **facts)
    return Source(waits, asked, _item)


def _is_unread(person: Person) -> Any:
    """Whether it belongs to a report that they may not read, as rules.may_read has it: then it is for others to do."""
    here = (Incident.id == CustodyLink.incident) & (Incident.school == CustodyLink.school)
    reads_unknown = int(bool(person.roles & rules.IF_NOT_COME))
    reads = Case(None, [(Incident.id.is_null(), reads_unknown)], fn.COALESCE(read_by(person), 0))
    named = (CustodyLink.school == CustodyItem.school, CustodyLink.item == CustodyItem.id)
    links = CustodyLink.select(SQL("1")).join(Incident, JOIN.LEFT_OUTER, on=here)
    return fn.EXISTS(links.where(*named, CustodyLink.incident.is_null(False), reads == 0))


def _item(row: Row) -> DueItem:
    what = called(row.a, row.b)
    return DueItem(
        title=f"{what}: still kept" if row.c else f"{what}: does not fit together",
        detail=f"Taken on {TRIP}. "
        + ("Give it back or hand it over, and write to whom." if row.c else "Look at what was written of it."),
        url=url_for("custody.item", item_id=row.id),
        at=row.at,
        urgency=row.urgency,
        trip=row.trip,
    )


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = ()
SOURCES: tuple[Callable[[Person], Source], ...] = (_items,)
