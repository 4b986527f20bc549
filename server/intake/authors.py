"""Who wrote a record, for its page: as the record itself names them, never who sent it or has the phone now."""

from __future__ import annotations

import json
from typing import Any

from server.accounts.queries import staff_of
from server.intake.author_rules import Author, Named, Said, author_of
from server.intake.authorship import said_of
from server.intake.models import Record


def author_in_words(record: Record, on: str) -> Author:
    """The author of a record that came from `on`, a phone's name or the office."""
    names = names_at(record.school_id)
    said = [Said(names.get(row.staff, "Somebody"), row.is_confirmed) for row in said_of(record.school_id, record.id)]
    return author_of(named_in(record, names), on, is_signed=record.signed_by is not None, said=said)


def names_at(school: str) -> dict[str, str]:
    """The names of everybody with an account, by staff id."""
    return {staff.id: staff.name for staff in staff_of(school)}


def named_in(record: Record, names: dict[str, str]) -> Named:
    """Whom a record names as its author, by the names of the school's staff."""
    actor: dict[str, Any] = json.loads(record.actor)
    staff, typed = _text(actor.get("staff")), _text(actor.get("typed_name"))
    return Named(
        how=_text(actor.get("how")) or "none",
        is_named=bool(staff),
        name=names.get(staff),
        typed=typed.strip(),
        unlocked_by=names.get(_text(actor.get("unlocked_by"))),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
