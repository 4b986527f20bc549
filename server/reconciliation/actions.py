"""Writes of reconciliation: noting that somebody looked at a held item."""

from __future__ import annotations

from server.foundation import audit
from server.foundation.access import Person
from server.foundation.database import db


def note_held_view(person: Person, n: int) -> None:
    """Audit that somebody looks at a held item; the page is only shown after this is committed."""
    with db.atomic():
        audit.write(person.school, person.id, "held.viewed", str(n))
