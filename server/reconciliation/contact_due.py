"""What waits for whoever keeps the contacts: those that nobody has checked for longer than the school allows (R101)."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

from server.foundation import clock
from server.foundation.access import Person
from server.foundation.registry import DueItem
from server.policy.contact_rules import CHECK_DAYS, KEEPS_CONTACTS
from server.reconciliation.due_sources import Row, Written

# `a` counts them, `b` is after how many days. Since the day after the oldest check ran out; what was never checked
# waits since today. What the release says of national bodies is the release's to check.
_OVERDUE = """
SELECT NULL AS id, NULL AS phone, NULL AS trip, COUNT(*) AS a, MAX(days) AS b, NULL AS c, NULL AS d,
  1000 * CAST(strftime('%s', COALESCE(MIN(date(checked_on, '+' || (days + 1) || ' days')), ?)) AS INTEGER) AS at,
  2 AS urgency
FROM contact, (SELECT COALESCE((SELECT check_days FROM contact_rules WHERE school_id = ?), ?) AS days)
WHERE contact.school_id = ? AND (checked_on IS NULL OR date(checked_on, '+' || days || ' days') < ?)
HAVING COUNT(*) > 0
"""


def _overdue(person: Person) -> Written | None:
    """Contacts to check again."""
    if not set(KEEPS_CONTACTS) & person.roles:
        return None
    today = clock.today().isoformat()
    return Written(_OVERDUE, (today, person.school, CHECK_DAYS, person.school, today), _is_overdue)


def _is_overdue(row: Row) -> DueItem:
    words = "1 contact has" if row.a == 1 else f"{row.a} contacts have"
    return DueItem(
        title=f"{words} to be checked",
        detail=f"Not checked for {row.b} days, or never. Ring each, and say that it answers.",
        url=url_for("contacts.every_contact"),
        at=row.at,
        urgency=2,
    )


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = ()
SOURCES: tuple[Callable[[Person], Written | None], ...] = (_overdue,)
