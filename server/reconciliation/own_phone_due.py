"""What waits for whoever is told of own phones used: reports to take up and close, and photographs taken (R52, R57)."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

from server.accounts.rules import Role
from server.foundation.access import Person
from server.foundation.registry import TRIP, DueItem
from server.personal_phone import report_rules, use_queries
from server.personal_phone.report_rules import Reader
from server.personal_phone.use_queries import Used


def _of_uses(person: Person) -> list[DueItem]:
    """What nobody has closed: photographs taken, and each report by the end of the day on which the school had it."""
    officer = use_queries.officer_of(person.school)
    reader = Reader(person.id, person.roles, officer == person.id)
    if not (person.roles & {Role.HEADTEACHER, Role.CHAIR} or reader.is_officer):
        return []
    items = []
    for one in use_queries.open_uses(reader, person.school):
        if one.row.photographs_taken and report_rules.is_told_of_photographs(reader, one.about):
            items.append(_photographs(one))
        if report_rules.is_told(reader, one.about, officer):
            items.append(_report(one))
    return items


def _report(one: Used) -> DueItem:
    """Nobody is named."""
    to_do = "Take the report up" if one.standing == report_rules.NEW else "Record what came of it"
    due = "It was due by the end of that day" if one.is_overdue else "Due by the end of today"
    return DueItem(
        title=f"{'Overdue: ' if one.is_overdue else ''}Own phone used on {TRIP}",
        detail=f"{to_do}. {due}.",
        url=url_for("own_phones.one_use", use_id=one.row.id),
        at=one.row.received_at,
        urgency=0 if one.is_overdue else 1,
        trip=one.row.trip,
    )


def _photographs(one: Used) -> DueItem:
    return DueItem(
        title=f"Photographs were taken with an own phone on {TRIP}",
        detail="Look whether that was authorised, and where the photographs are now.",
        url=url_for("own_phones.one_use", use_id=one.row.id),
        at=one.row.received_at,
        urgency=0,
        trip=one.row.trip,
    )


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = (_of_uses,)
SOURCES: tuple[Callable[[Person], None], ...] = ()
