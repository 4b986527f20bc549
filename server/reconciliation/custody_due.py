"""What waits of items taken: kept for longer than the day (R71), or written of so that it does not fit together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from flask import url_for
from peewee import Case

from server.custody import rules
from server.custody.custody_words import called
from server.custody.models import CustodyItem
from server.custody.queries import is_odd
from server.custody.sight import items_read_by
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.registry import TRIP, DueItem
from server.reconciliation.due_sources import Row, Source, columns

# Afterwards the list of items has it, and its trip.
RECENT = timedelta(days=30)


def _items(person: Person) -> Source:
    """Of everybody who writes what became of one; no name is in it."""
    morning = datetime.combine(clock.today(), time(), clock.SCHOOL_TIME)
    is_late = (CustodyItem.state == rules.HELD) & (CustodyItem.since < morning)
    recent = CustodyItem.since > clock.now() - RECENT
    waits = CustodyItem.select().where(items_read_by(person), recent, is_late | is_odd())
    facts = {"a": CustodyItem.thing, "b": CustodyItem.bag, "c": Case(None, [(is_late, 1)], 0)}
    asked = columns(CustodyItem.since, 1, id=CustodyItem.id, trip=CustodyItem.trip, **facts)
    return Source(waits, asked, _item)


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
