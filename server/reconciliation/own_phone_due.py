"""What waits for whoever is told of own phones used: reports to take up and close, and photographs taken (R52, R57)."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

from server.foundation.access import Person
from server.foundation.registry import DueItem
from server.personal_phone import report_rules, use_queries
from server.personal_phone.use_queries import Used
from server.trips.queries import titles_of


def _reports(person: Person) -> list[DueItem]:
    """Reports that nobody has closed, each due by the end of the day on which the school had it. Nobody is named."""
    reader, officer = use_queries.reader(person), use_queries.officer_of(person.school)
    titles = titles_of(person.school)
    return [
        _report(one, titles)
        for one in use_queries.uses_of(person)
        if one.standing != report_rules.CLOSED and report_rules.is_told(reader, one.about, officer)
    ]


def _report(one: Used, titles: dict[str, str]) -> DueItem:
    to_do = "Take the report up" if one.standing == report_rules.NEW else "Record what came of it"
    due = "It was due by the end of that day" if one.is_overdue else "Due by the end of today"
    return DueItem(
        title=f"{'Overdue: ' if one.is_overdue else ''}Own phone used on {titles.get(one.row.trip or '', 'no trip')}",
        detail=f"{to_do}. {due}.",
        url=url_for("own_phones.one_use", use_id=one.row.id),
        at=one.row.received_at,
        urgency=0 if one.is_overdue else 1,
    )


def _photographs(person: Person) -> list[DueItem]:
    """Photographs taken with an own phone, until the report is closed."""
    reader, titles = use_queries.reader(person), titles_of(person.school)
    return [
        DueItem(
            title=f"Photographs were taken with an own phone on {titles.get(one.row.trip or '', 'no trip')}",
            detail="Look whether that was authorised, and where the photographs are now.",
            url=url_for("own_phones.one_use", use_id=one.row.id),
            at=one.row.received_at,
            urgency=0,
        )
        for one in use_queries.uses_of(person)
        if one.row.photographs_taken
        and one.standing != report_rules.CLOSED
        and report_rules.is_told_of_photographs(reader, one.about)
    ]


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = (_photographs, _reports)
