"""Who wrote a record, for its page: as the record itself names them, never who sent it or has the phone now."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from server.accounts.queries import staff_names
from server.foundation import registry
from server.intake.author_rules import Author, Named, Said, author_of
from server.intake.authorship import said_of
from server.intake.models import Record


def author_in_words(record: Record, on: str) -> Author:
    """The author of a record that came from `on`, a phone's name or the office."""
    author = authors_in_words(record.school_id, [(record, on)], staff_names(record.school_id))[0]
    # What is for the chair alone is opened for a look and was never held.
    said = registry.current().said_in_office(record.school_id, record.envelope_id) if record.envelope_id else []
    return replace(author, said=(*author.said, *said))


def authors_in_words(school: str, records: Sequence[tuple[Record, str]], names: Mapping[str, str]) -> list[Author]:
    """The authors of several records, each with where it came from, in their order; `names` are the staff's."""
    said: dict[str, list[Said]] = {}
    for row in said_of(school, [record.id for record, _on in records]):
        said.setdefault(row.record, []).append(Said(names.get(row.staff, "Somebody"), row.is_confirmed))
    return [_author((record, on), names, said.get(record.id, [])) for record, on in records]


def _author(record_and_place: tuple[Record, str], names: Mapping[str, str], said: list[Said]) -> Author:
    record, on = record_and_place
    actor: dict[str, Any] = json.loads(record.actor)
    staff, typed, unlocked_by = (_text(actor.get(name)) for name in ("staff", "typed_name", "unlocked_by"))
    named = Named(
        how=_text(actor.get("how")) or "none",
        is_named=bool(staff),
        name=names.get(staff),
        typed=typed.strip(),
        unlocked_by=names.get(unlocked_by),
    )
    return author_of(named, on, is_signed=record.signed_by is not None, said=said)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
