"""What a slice says of the things it holds about one child, for a request to see them all (ADR 0068)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from server.accounts.rules import Role

Said = tuple[str, str]
Readers = frozenset[str]
EVERYBODY: Readers = frozenset()


def narrowest(several: Iterable[Readers]) -> Readers:
    """Who alone may see what is about all of these: the chair's is not the headteacher's, nor theirs the DSLs'."""
    alone = [one for one in several if one]
    return min(
        alone, key=lambda one: (Role.CHAIR not in one, Role.HEADTEACHER not in one, *sorted(one)), default=EVERYBODY
    )


def _everybodys(_records: Collection[str]) -> Readers:
    return EVERYBODY


@dataclass(frozen=True)
class LookedFor:
    """Whom somebody looks for: the pupils that it may be, by id, and whether some words name any of them.

    `records` are the ids of the records that were found so far: what is about one of those is about the child too.
    `readers_of`: who alone may see what was written of some records, by their ids, found or not.
    """

    pupils: frozenset[str]
    is_named_in: Callable[[str], bool]
    records: frozenset[str] = frozenset()
    readers_of: Callable[[Collection[str]], Readers] = _everybodys


@dataclass(frozen=True)
class HeldAbout:
    """Something that is held and may be about the child. `key` is its own for good.

    `facts` are lines as somebody wrote them, `plain` lines in which nobody else can be named, such as a date: neither
    there nor in `title` and `part` is anything masked, so no words that somebody typed stand in them. `pupils`
    are those whom it is filed under by more than words. `readers`: the only roles that see it before it is decided of;
    EVERYBODY who deals with requests where it is empty. `record` is the id of the record that it is.
    """

    key: str
    part: str
    title: str
    at: datetime
    facts: tuple[Said, ...] = ()
    plain: tuple[Said, ...] = ()
    trip: str | None = None
    pupils: frozenset[str] = frozenset()
    readers: Readers = EVERYBODY
    record: str | None = None


@dataclass(frozen=True)
class AboutChild:
    """What one slice declares. `titles`: what each of its kinds of record is called, as (part, title).

    `filed`: (school, pupils) -> (arrival number of a record, pupil it is filed under). `with_records`: (school, ids of
    records) -> the ids of these and of every record that belongs to one of them. `rows`: what it holds besides records.
    `readers`: (school) -> who alone may see a record, by its id, kind and body. `subjects`: (school) -> (id of what is
    no record, such as an alert; id of the record that it is about), for who sees what names it.
    """

    titles: dict[str, Said] = field(default_factory=dict)
    filed: Callable[[str, Collection[str]], Iterable[tuple[int, str]]] | None = None
    with_records: Callable[[str, Collection[str]], Collection[str]] | None = None
    rows: Callable[[str, LookedFor], Iterable[HeldAbout]] | None = None
    readers: Callable[[str], Callable[[str, str, dict[str, Any]], Readers]] | None = None
    subjects: Callable[[str], Iterable[tuple[str, str]]] | None = None


def said(**lines: Any) -> tuple[Said, ...]:
    """Lines of what is there: `said(Class="Year 5")`; an underscore stands for a space, what is empty is left out."""
    return tuple((name.replace("_", " "), _words(value)) for name, value in lines.items() if value not in (None, ""))


def _words(value: Any) -> str:
    return f"{value.day} {value:%B %Y}" if isinstance(value, date) else str(value)
