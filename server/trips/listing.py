"""The list of trips, a page at a time and flat: each with its pupils counted, its leaders and its state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from server.accounts.models import Staff
from server.foundation import clock, registry
from server.trips.models import Trip, TripPupil, TripStaff
from server.trips.queries import when_of

A_PAGE = 100
MOST_PAGES = 10_000
_STATES = {"today": "out", "coming": "coming", "past": "back"}


@dataclass(frozen=True)
class Line:
    """A trip as the list has it; `leader` names everybody who leads it, "" where nobody does."""

    id: str
    title: str
    place: str
    starts_on: date
    ends_on: date
    pupil_count: int
    leader: str
    state: str


@dataclass(frozen=True)
class Page:
    """One page of a list, counted from 1."""

    lines: list[Line]
    number: int
    has_more: bool


def lists(school: str, pages: dict[str, int]) -> dict[str, Page]:
    """Trips by `today`, `coming` (the nearest first) and `past` (the latest first), each at the page asked for."""
    today, shown = clock.today(), Trip.archived_at.is_null()
    wanted = {
        "today": (Trip.starts_on <= today, Trip.ends_on >= today, shown),
        "coming": (Trip.starts_on > today, shown),
        "past": (Trip.ends_on < today, shown),
    }
    found = {name: _rows(school, where, _order(name), pages.get(name, 1)) for name, where in wanted.items()}
    states = _states(school, [row for rows in found.values() for row in rows[:A_PAGE]])
    return {name: _page(rows, pages.get(name, 1), states) for name, rows in found.items()}


def archived(school: str, page: int) -> Page:
    """Archived trips, the latest first."""
    rows = _rows(school, (Trip.archived_at.is_null(False),), _order("past"), page)
    return _page(rows, page, {row.id: "archived" for row in rows})


def _order(name: str) -> tuple[Any, ...]:
    return (Trip.starts_on if name == "coming" else Trip.starts_on.desc(), Trip.title, Trip.id)


def _rows(school: str, where: tuple[Any, ...], order: tuple[Any, ...], page: int) -> list[Trip]:
    """The rows of a page and one more, with their pupils counted and their leaders: one query."""
    pupils = TripPupil.select(fn.COUNT(TripPupil.pupil)).where(TripPupil.trip == Trip.id)
    leads = (TripStaff.trip == Trip.id, TripStaff.part == "leader")
    leader = TripStaff.select(fn.GROUP_CONCAT(Staff.name, ", ")).join(Staff).where(*leads)
    rows = Trip.select(Trip, pupils.alias("pupils"), leader.alias("leader")).where(Trip.school == school, *where)
    return list(rows.order_by(*order).limit(A_PAGE + 1).offset((page - 1) * A_PAGE))


def _states(school: str, rows: list[Trip]) -> dict[str, str]:
    plain = {row.id: _STATES[when_of(row.starts_on, row.ends_on)] for row in rows}
    return {**plain, **registry.current().trip_states(school, rows)}


def _page(rows: list[Trip], number: int, states: dict[str, str]) -> Page:
    return Page([_line(row, states[row.id]) for row in rows[:A_PAGE]], number, has_more=len(rows) > A_PAGE)


def _line(row: Any, state: str) -> Line:
    days = row.starts_on, row.ends_on
    return Line(row.id, row.title, row.place, *days, row.pupils, row.leader or "", state)
