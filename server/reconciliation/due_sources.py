"""What waits for somebody, asked of the database as one question: each kind of thing is a SELECT of the same columns.

A due list has some twenty kinds. Asked one by one they would cost twenty questions and every row that waits; joined,
sorted and cut by the database, they cost one, and a page of a hundred.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from peewee import Value

from server.accounts.paging import A_PAGE, Page, asked_page
from server.foundation import clock, registry
from server.foundation.access import Person
from server.foundation.registry import PHONE, TRIP, DueItem
from server.foundation.rows import select
from server.trips.names import names_beside

_COLUMNS = ("id", "phone", "trip", "a", "b", "c", "d", "at", "urgency")


@dataclass(frozen=True)
class Row:
    """A line as the database gives it. `a` to `d` are what its words need of it, each by its source's own meaning."""

    id: str
    phone: str | None
    trip: str | None
    a: Any
    b: Any
    c: Any
    d: Any
    at: datetime
    urgency: int


@dataclass(frozen=True)
class Source:
    """One kind of thing that waits: where it stands, `columns` of it, and how a row is worded."""

    rows: Any
    columns: list[Any]
    item: Callable[[Row], DueItem]

    def sql(self, place: int) -> tuple[str, Sequence[Any]]:
        """Its SELECT, with its place among the sources as the first column, and the values of its marks."""
        made: tuple[str, Sequence[Any]] = self.rows.select(Value(place).alias("part"), *self.columns).sql()
        return made


@dataclass(frozen=True)
class Written:
    """The same where the SELECT is written out: it names its columns as a Row does, and `?` stands for each value."""

    select: str
    values: Sequence[Any]
    item: Callable[[Row], DueItem]

    def sql(self, place: int) -> tuple[str, Sequence[Any]]:
        """As of a Source."""
        return f"SELECT ? AS part, {', '.join(_COLUMNS)} FROM ({self.select})", (place, *self.values)


def columns(at: Any, urgency: Any, **more: Any) -> list[Any]:
    """The columns of a source, in their order: `id`, `phone`, `trip`, `a` to `d`; nothing where one is left out."""
    given = {**more, "at": at, "urgency": urgency}
    return [_column(given.get(name)).alias(name) for name in _COLUMNS]


def _column(value: Any) -> Any:
    return value if hasattr(value, "alias") else Value(value, converter=False)


def page_for(person: Person) -> Page[DueItem]:
    """The page asked for of what waits for somebody: the most pressing first, then the newest."""
    here, number = registry.current(), asked_page()
    others = [item for part in here.due_parts for item in part(person)]
    sources = [source for source in (make(person) for make in here.due_sources) if source is not None]
    rows, counted = _asked(sources, number * A_PAGE)
    items, total = sorted([*others, *rows], key=_order), counted + len(others)
    number = min(number, max(1, -(-total // A_PAGE)))
    shown = items[(number - 1) * A_PAGE : number * A_PAGE]
    return Page(_named(person.school, shown), number, total)


def _order(item: DueItem) -> tuple[int, float]:
    return item.urgency, -item.at.timestamp()


def _asked(sources: Sequence[Source | Written], most: int) -> tuple[list[DueItem], int]:
    """The first so many of all sources, and how many there are."""
    if not sources:
        return [], 0
    made = [one.sql(place) for place, one in enumerate(sources)]
    everything = " UNION ALL ".join(sql for sql, _values in made)
    sql = f"SELECT *, COUNT(*) OVER () FROM ({everything}) AS waits ORDER BY urgency, at DESC LIMIT ?"
    rows = select(sql, *(value for _sql, values in made for value in values), most)
    return [sources[part].item(_row(*rest)) for part, *rest, _total in rows], rows[0][-1] if rows else 0


def _row(*values: Any) -> Row:
    id_, phone, trip, a, b, c, d, at, urgency = values
    return Row(id_, phone, trip, a, b, c, d, clock.from_millis(at), urgency)


def _named(school: str, items: Sequence[DueItem]) -> list[DueItem]:
    """The same with the names of their phones and the titles of their trips in them."""
    phones, trips = ([getattr(item, part) for item in items] for part in ("phone", "trip"))
    names = names_beside(school, phones=phones, trips=trips)

    def said(item: DueItem, words: str) -> str:
        phone, trip = names.get(item.phone or "", item.phone_otherwise), names.get(item.trip or "", item.trip_otherwise)
        text = words.replace(PHONE, phone).replace(TRIP, trip)
        return text[:1].upper() + text[1:] if words.startswith((PHONE, TRIP)) else text

    return [replace(item, title=said(item, item.title), detail=said(item, item.detail)) for item in items]
