"""Writes of reconciliation: noting that somebody looked at a held item, having one opened again, or made a report."""

from __future__ import annotations

from typing import Any

from server.foundation import audit
from server.foundation.access import Person
from server.foundation.database import db
from server.intake.opening_again import open_again


def note_held_view(person: Person, n: int) -> None:
    """Audit that somebody looks at a held item; the page is only shown after this is committed."""
    with db.atomic():
        audit.write(person.school, person.id, "held.viewed", str(n))


def note_report(person: Person, what: str, subject: str, **details: Any) -> None:
    """Audit that somebody made a report: `trip`, `incident`, `monitoring` or `governors`. It is shown after that."""
    with db.atomic():
        audit.write(person.school, person.id, f"report.{what}_made", subject, **details)


def try_again(person: Person, n: int) -> str:
    """Open an item once more and audit it. Returns its state then: opened, held or chair. Raises as open_again does."""
    # What is for the chair alone is in nobody's log as such.
    return open_again(
        n, lambda state: audit.write(person.school, person.id, "held.tried_again", str(n), held=state == "held")
    )
