"""Reads of custody: lists without a name in them, and one item with everything that was written of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, SQL, fn

from server.accounts.paging import Page, page_of
from server.custody import rules
from server.custody.models import CustodyItem, CustodyLink
from server.custody.sight import items_seen_by, leads, searches_seen_by
from server.foundation import registry
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.intake.models import Authorship, Envelope, Record
from server.phones.models import Phone
from server.trips.models import Trip

# In an address, in the place of a trip's id; and, in the place of a state, what does not fit together.
NONE, ODD = "none", "odd"


@dataclass(frozen=True)
class Wanted:
    """What is asked for of a list: a trip's id, a state; "" for any."""

    trip: str = ""
    state: str = ""


@dataclass(frozen=True)
class LinkRow:
    """One record of an item as its page has it: what is listed of it, what was written, and who sent it from where.

    `is_of_office`: the school itself saw who was signed in as they wrote it. What a record says of itself proves none.
    """

    link: CustodyLink
    record: Record
    flags: str
    phone_name: str | None
    is_of_office: bool

    @property
    def body(self) -> dict[str, Any]:
        """What was written."""
        found: dict[str, Any] = json.loads(self.record.body)
        return found


@dataclass(frozen=True)
class Looked:
    """An item that somebody may see, with its records. `incidents`: those it belongs to, as rules.may_read has them."""

    item: CustodyItem
    trip_title: str | None
    rows: Sequence[LinkRow]
    incidents: dict[str, bool | None]
    may_read: bool
    may_read_searches: bool


def listed(person: Person, wanted: Wanted) -> Page[Any]:
    """A page of the items that somebody may see, the last taken first, each with its trip's title (`trip_title`)."""
    where = items_seen_by(person)
    if wanted.trip:
        where &= CustodyItem.trip.is_null() if wanted.trip == NONE else CustodyItem.trip == wanted.trip
    if wanted.state:
        where &= is_odd() if wanted.state == ODD else CustodyItem.state == wanted.state
    titles = _with_trips(CustodyItem).where(where).order_by(CustodyItem.since.desc(), CustodyItem.id).objects()
    return page_of(_count(CustodyItem, where), lambda offset, limit: list(titles.offset(offset).limit(limit)))


def is_odd() -> Any:
    """What does not fit together, as a condition."""
    return (CustodyItem.faults != "") | CustodyItem.has_same_bag


def searches(person: Person, trip: str = "") -> Page[Any]:
    """A page of the searches that somebody may see, the newest first, each with its trip's title."""
    where = searches_seen_by(person)
    if trip:
        where &= CustodyLink.trip.is_null() if trip == NONE else CustodyLink.trip == trip
    rows = _with_trips(CustodyLink).where(where).order_by(CustodyLink.at.desc(), CustodyLink.n.desc()).objects()
    return page_of(_count(CustodyLink, where), lambda offset, limit: list(rows.offset(offset).limit(limit)))


def _with_trips(table: Any) -> Any:
    same = (Trip.id == table.trip) & (Trip.school == table.school)
    return table.select(table, Trip.title.alias("trip_title")).join(Trip, JOIN.LEFT_OUTER, on=same)


def _count(table: Any, where: Any) -> int:
    return int(table.select(fn.COUNT(SQL("1"))).where(where).scalar())


def look(person: Person, item_id: str) -> Looked:
    """Find an item. Raises Problem request.not_found alike for a missing one, another school's, or one not theirs."""
    mine = (CustodyItem.id == item_id, CustodyItem.school == person.school)
    row = _with_trips(CustodyItem).select_extend(leads(person, CustodyItem.trip).alias("leads")).where(*mine)
    item = row.objects().first()
    if item is None or not rules.may_see(person.roles, leads_the_trip=bool(item.leads)):
        raise Problem("request.not_found")
    rows = _rows((CustodyLink.school == person.school) & (CustodyLink.item == item_id))
    incidents = _incidents(person, rows)
    asked = {"leads_the_trip": bool(item.leads)}
    return Looked(
        item,
        item.trip_title,
        rows,
        incidents,
        rules.may_read(person.roles, incidents, **asked),
        rules.may_read_search(person.roles, incidents, **asked),
    )


def look_at_search(person: Person, search_id: str) -> tuple[LinkRow, str | None, dict[str, bool | None]]:
    """One search, its trip's title and the reports it belongs to. Raises Problem request.not_found as `look` does."""
    mine = (CustodyLink.id == search_id, CustodyLink.school == person.school, CustodyLink.kind == "search.made")
    found = _with_trips(CustodyLink).select_extend(leads(person, CustodyLink.trip).alias("leads")).where(*mine)
    row = found.objects().first()
    if row is None or not (person.roles & rules.SEARCH_READERS or row.leads):
        raise Problem("request.not_found")
    rows = _rows((CustodyLink.school == person.school) & (CustodyLink.id == search_id))
    incidents = _incidents(person, rows)
    if not rules.may_read_search(person.roles, incidents, leads_the_trip=bool(row.leads)):
        raise Problem("access.role_missing")
    return rows[0], row.trip_title, incidents


def _rows(where: Any) -> list[LinkRow]:
    filed = Authorship.select().where(Authorship.n == CustodyLink.n, Authorship.record == CustodyLink.id)
    columns = (CustodyLink, Record, Envelope.flags, Phone.name, fn.EXISTS(filed).alias("is_of_office"))
    rows = (
        CustodyLink.select(*columns)
        .join(Record, on=(Record.envelope == CustodyLink.n), attr="record")
        .join(Envelope, on=(Envelope.n == CustodyLink.n), attr="envelope_row")
        .join_from(CustodyLink, Phone, JOIN.LEFT_OUTER, on=(Phone.id == CustodyLink.phone), attr="from_phone")
        .where(where)
        .order_by(CustodyLink.n)
    )
    return [LinkRow(row, row.record, _flags(row), _phone(row), bool(row.is_of_office)) for row in rows]


def _flags(row: Any) -> str:
    return str(row.record.envelope_row.flags)


def _phone(row: Any) -> str | None:
    found = getattr(row, "from_phone", None)
    return found.name if found else None


def _incidents(person: Person, rows: Iterable[LinkRow]) -> dict[str, bool | None]:
    named = list(dict.fromkeys(row.link.incident for row in rows if row.link.incident))
    known = registry.current().incidents_read(person, named) if named else {}
    return {one: known.get(one) for one in named}


def same_bag(item: CustodyItem) -> list[CustodyItem]:
    """The other items whose bag has the same number, the last taken first."""
    if not item.has_same_bag:
        return []
    others = (CustodyItem.school == item.school_id, CustodyItem.bag == item.bag, CustodyItem.id != item.id)
    return list(CustodyItem.select().where(*others).order_by(CustodyItem.since.desc()).limit(20))
