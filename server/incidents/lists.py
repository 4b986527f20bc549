"""Incidents across trips: those that somebody may see, narrowed by what is asked for, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import and_
from typing import Any

from peewee import JOIN, SQL, Case, fn

from server.accounts.models import Staff
from server.accounts.paging import Page, page_of
from server.foundation import audit, clock
from server.foundation.access import Person
from server.foundation.database import db
from server.foundation.rows import select
from server.incidents import standing
from server.incidents.models import Incident, IncidentPupil
from server.incidents.sight import read_by, seen_by
from server.phones.models import Phone
from server.trips.models import Trip

OPEN, CLOSED = "open", "closed"
# In an address, in the place of a trip's id; of a category or severity that nobody gave.
NONE = "none"
# A day without a time stands for its midnight in UTC, which is the same day at school, in summer as well.
_ON_DAY = fn.strftime("%s", Incident.happened_on) * 1000
_WHEN = fn.COALESCE(Incident.happened_at, _ON_DAY, Incident.recorded_at, Incident.received_at)
_CHOSEN = """
SELECT (SELECT title FROM trip WHERE id = ? AND school_id = ?), (SELECT name FROM staff WHERE id = ? AND school_id = ?),
    (SELECT name FROM phone WHERE id = ? AND school_id = ?),
    (SELECT first_name || ' ' || last_name FROM pupil WHERE id = ? AND school_id = ?)
"""


@dataclass(frozen=True)
class Wanted:
    """What is asked for: ids and codes, "" for any. Both days are included, by when it happened or was written."""

    trip: str = ""
    staff: str = ""
    phone: str = ""
    pupil: str = ""
    category: str = ""
    severity: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def as_codes(self) -> dict[str, str]:
        """What of it was given, for the audit log: ids, codes and days alone."""
        return {name: str(value) for name, value in self.__dict__.items() if value}


@dataclass(frozen=True)
class Listed:
    """An incident of the list, with the names that stand beside it, "" where none is known.

    `may_read`: whether whoever looks may read what was written. `is_sure` is false where it may name another pupil of
    the name that was asked for.
    """

    row: Incident
    trip: str
    phone: str
    author: str
    is_closed: bool
    may_read: bool
    is_sure: bool = True


@dataclass(frozen=True)
class Chosen:
    """What the ids that were asked for are called; "" where the school has no such thing, or none was asked for."""

    trip: str
    staff: str
    phone: str
    pupil: str


def listed(person: Person, wanted: Wanted) -> Page[Listed]:
    """The page asked for of what somebody may see, the newest first. By a pupil: of what they may read."""
    where = _where(person, wanted)
    total = Incident.select(fn.COUNT(SQL("1"))).where(where).scalar()
    return page_of(total, lambda offset, limit: _rows(person, where, wanted, (offset, limit)))


def chosen(school: str, wanted: Wanted) -> Chosen:
    """The names of what was asked for by id."""
    ids = (wanted.trip, wanted.staff, wanted.phone, wanted.pupil)
    if not any(ids):
        return Chosen("", "", "", "")
    [names] = select(_CHOSEN, *(value for one in ids for value in (one, school)))
    found = Chosen(*(name or "" for name in names))
    return replace(found, trip="No trip") if wanted.trip == NONE else found


def note_list(person: Person, wanted: Wanted, count: int) -> None:
    """Audit that somebody looks at a list; it is only shown after this is committed."""
    with db.atomic():
        audit.write(person.school, person.id, "incidents.list_viewed", person.school, count=count, **wanted.as_codes)


def _where(person: Person, wanted: Wanted) -> Any:
    parts = [Incident.school == person.school, seen_by(person), *_by_code(wanted), *_by_day(wanted)]
    if wanted.pupil:
        parts += [Incident.id.in_(_naming(wanted.pupil)), read_by(person)]
    if wanted.state:
        is_over = standing.is_over(person.school)
        parts.append(is_over if wanted.state == CLOSED else ~is_over)
    return reduce(and_, parts)


def _by_code(wanted: Wanted) -> Iterator[Any]:
    asked: dict[Any, str] = {
        Incident.category: wanted.category,
        Incident.severity: wanted.severity,
        Incident.trip: wanted.trip,
        Incident.author: wanted.staff,
        Incident.phone: wanted.phone,
    }
    for column, value in asked.items():
        if value:
            yield column.is_null() if value == NONE else column == value


def _by_day(wanted: Wanted) -> Iterator[Any]:
    if wanted.since:
        yield _millis(wanted.since) <= _WHEN
    if wanted.until:
        yield _millis(wanted.until + timedelta(days=1)) > _WHEN


def _naming(pupil: str) -> Any:
    return IncidentPupil.select(IncidentPupil.incident).where(IncidentPupil.pupil == pupil)


def _millis(day: date) -> int:
    return round(datetime.combine(day, time(), clock.SCHOOL_TIME).timestamp() * 1000)


def _rows(person: Person, where: Any, wanted: Wanted, part: tuple[int, int]) -> Sequence[Listed]:
    offset, limit = part
    is_over = standing.is_over(person.school).alias("is_over")
    may_read = Case(None, [(read_by(person), 1)], 0).alias("may_read")
    rows = (
        Incident.select(Incident, Trip.title, Phone.name, Staff.name, IncidentPupil.is_sure, is_over, may_read)
        .join(Trip, JOIN.LEFT_OUTER, on=_own(Trip, Incident.trip), attr="on_trip")
        .join_from(Incident, Phone, JOIN.LEFT_OUTER, on=_own(Phone, Incident.phone), attr="from_phone")
        .join_from(Incident, Staff, JOIN.LEFT_OUTER, on=_own(Staff, Incident.author), attr="by")
        .join_from(Incident, IncidentPupil, JOIN.LEFT_OUTER, on=_names(wanted.pupil), attr="naming")
        .where(where)
        .order_by(Incident.n.desc())
    )
    return [_one(row) for row in rows.offset(offset).limit(limit)]


def _own(table: Any, named: Any) -> Any:
    """What a report names, of its own school alone: what a phone sends may name anybody's."""
    return (table.id == named) & (table.school == Incident.school)


def _names(pupil: str) -> Any:
    return (IncidentPupil.incident == Incident.id) & (IncidentPupil.pupil == pupil)


def _one(row: Incident) -> Listed:
    def name(part: str, column: str) -> str:
        found = getattr(row, part, None)
        return str(getattr(found, column)) if found else ""

    naming = getattr(row, "naming", None)
    names = name("on_trip", "title"), name("from_phone", "name"), name("by", "name")
    return Listed(row, *names, bool(row.is_over), bool(row.may_read), is_sure=naming is None or bool(naming.is_sure))
