"""Who wrote a record, for its page: as the record itself names them, never who sent it or has the phone now."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from server.accounts.queries import staff_names
from server.intake.author_rules import Author, Named, Said, author_of
from server.intake.authorship import said_of
from server.intake.models import Authorship, Record


def people_of(record: Record, said: Iterable[Authorship]) -> list[str]:
    """The ids of everybody whom the words about its author may name."""
    actor: dict[str, Any] = json.loads(record.actor)
    ids = [_well(_text(actor.get(name))) for name in ("staff", "unlocked_by")]
    return [*ids, *(row.staff for row in said)]


def author_in_words(record: Record, on: str) -> Author:
    """The author of a record that came from `on`, a phone's name or the office."""
    said = said_of(record.school_id, record.id)
    return author_named(record, on, said, staff_names(record.school_id, people_of(record, said)))


def author_named(record: Record, on: str, several: Iterable[Authorship], names: dict[str, str]) -> Author:
    """The same where what was said of it (`said_of`), and the names of those people, are known."""
    actor: dict[str, Any] = json.loads(record.actor)
    staff, typed, unlocked_by = (_text(actor.get(name)) for name in ("staff", "typed_name", "unlocked_by"))
    named = Named(
        how=_text(actor.get("how")) or "none",
        is_named=bool(staff),
        name=names.get(staff),
        typed=typed.strip(),
        unlocked_by=names.get(unlocked_by),
    )
    said = [Said(names.get(row.staff, "Somebody"), row.is_confirmed) for row in several]
    return author_of(named, on, is_signed=record.signed_by is not None, said=said)


def _well(text: str) -> str:
    """Half a character, which no database takes, is nobody's id."""
    return text.encode("utf-8", "replace").decode()


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
