"""What waits of access requests: a week left, overdue, or signed by one person and waiting for another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from flask import url_for

from server.access_requests import rules
from server.access_requests.clock_rules import SOON
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.registry import DueItem
from server.reconciliation.due_sources import Row, Written

# `a` is its number, `b` its day, `c` whether it waits for somebody besides whoever signed.
_WAITING = """
SELECT request_id AS id, NULL AS phone, NULL AS trip, number AS a, due_on AS b,
  ? AND signed_by NOT IN ('', ?) AS c, NULL AS d, changed_at AS at,
  CASE WHEN due_on < ? OR (? AND signed_by NOT IN ('', ?)) THEN 0 ELSE 1 END AS urgency
FROM access_standing JOIN access_request ON access_request.id = request_id
WHERE access_standing.school_id = ? AND (due_on <= ? OR (? AND signed_by NOT IN ('', ?)))
"""


def _waiting(person: Person) -> Written | None:
    """Of whoever deals with requests."""
    if not rules.KEEPS & person.roles:
        return None
    today, second = clock.today(), (int(bool(rules.DECIDES & person.roles)), person.id)
    soon = (today + timedelta(days=SOON)).isoformat()
    values = (*second, today.isoformat(), *second, person.school, soon, *second)
    return Written(_WAITING, values, _item)


def _item(row: Row) -> DueItem:
    title, url = f"Access request {row.a}", url_for("access_requests.one", request_id=row.id)
    if row.c:
        detail = "Somebody has signed. Look at what goes out, and let it go."
        return DueItem(f"{title} waits for a second person", detail, url, row.at, row.urgency)
    left = (date.fromisoformat(row.b) - clock.today()).days
    days = f"{abs(left)} {'day' if abs(left) == 1 else 'days'}"
    if left < 0:
        return DueItem(f"{title} is overdue", f"It was due {days} ago.", url, row.at, row.urgency)
    when = f"in {days}" if left else "today"
    return DueItem(f"{title} is due {when}", "It has to be answered within a month.", url, row.at, row.urgency)


SOURCES: tuple[Callable[[Person], Written | None], ...] = (_waiting,)
PARTS: tuple[Callable[[Person], list[DueItem]], ...] = ()
