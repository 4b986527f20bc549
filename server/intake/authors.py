"""Who wrote a record, for its page: as the record itself names them, never who sent it or has the phone now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from server.foundation import clock, registry
from server.intake.author_rules import Author, Named, Said, author_of
from server.intake.authorship import said_of
from server.intake.models import Authorship, Record


def people_of(record: Record, said: Iterable[Authorship]) -> list[str]:
    """The ids of everybody whom the words about its author may name."""
    actor: dict[str, Any] = json.loads(record.actor)
    ids = [_text(actor.get(name)).encode("utf-8", "replace").decode() for name in ("staff", "unlocked_by")]
    return [*ids, *(row.staff for row in said)]


def author_in_words(record: Record, on: str, names: Mapping[str, str]) -> Author:
    """The author of a record that came from `on`, a phone's name or the office; `names` are the staff's."""
    author = authors_in_words(record.school_id, [(record, on)], names)[0]
    # What is for the chair alone is opened for a look and was never held.
    said = registry.current().said_in_office(record.school_id, record.envelope_id) if record.envelope_id else []
    return replace(author, said=(*author.said, *said))


def authors_in_words(school: str, records: Sequence[tuple[Record, str]], names: Mapping[str, str]) -> list[Author]:
    """The authors of several records, each with where it came from, in their order; `names` are the staff's."""
    said: dict[str, list[Said]] = {}
    for row in said_of(school, [record.id for record, _on in records]):
        said.setdefault(row.record, []).append(Said(names.get(row.staff, "Somebody"), row.is_confirmed))
    return [_author(record, on, said.get(record.id, []), names) for record, on in records]


def author_named(record: Record, on: str, several: Iterable[Authorship], names: Mapping[str, str]) -> Author:
    """The author where what was said of it (`said_of`), and the names of those people, are known."""
    return _author(record, on, [Said(names.get(row.staff, "Somebody"), row.is_confirmed) for row in several], names)


def _author(record: Record, on: str, said: list[Said], names: Mapping[str, str]) -> Author:
    return author_of(named_in(record, names), on, is_signed=record.signed_by is not None, said=said)


def named_in(record: Record, names: Mapping[str, str]) -> Named:
    """Whom a record names as its author, by the names of the school's staff."""
    actor: dict[str, Any] = json.loads(record.actor)
    staff, typed = _text(actor.get("staff")), _text(actor.get("typed_name"))
    return Named(
        how=_text(actor.get("how")) or "none",
        is_named=bool(staff),
        name=names.get(staff),
        typed=typed.strip(),
        unlocked_by=names.get(_text(actor.get("unlocked_by"))),
        **_of_paper(record, names),
    )


def _of_paper(record: Record, names: Mapping[str, str]) -> dict[str, Any]:
    """Who typed it in, and when it was written, as far as the record says so."""
    body: dict[str, Any] = json.loads(record.body or "{}")
    return {"typed_by": names.get(_text(body.get("typed_by"))), "written": _written(body)}


def _written(body: dict[str, Any]) -> str:
    try:
        return clock.in_words(clock.from_text(body["written_about_at"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        day = _day(body.get("written_about_on"))
        return f"{day.day} {day:%B %Y}" if day else ""


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
