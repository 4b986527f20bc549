"""What waits of access requests: a week left, overdue, or signed by one person and waiting for another."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for
from peewee import SQL, fn

from server.access_requests import rules
from server.access_requests.models import AccessAct, AccessRequest
from server.access_requests.queries import Case
from server.foundation.access import Person
from server.foundation.registry import DueItem
from server.reconciliation.due_sources import Source


def _waiting(person: Person) -> list[DueItem]:
    """Of whoever deals with requests. One question: there are a few open at a time."""
    if not rules.KEEPS & person.roles:
        return []
    decides = bool(rules.DECIDES & person.roles)
    items = [_item(person, case, decides=decides) for case in _open(person.school)]
    return [item for item in items if item is not None]


def _open(school: str) -> list[Case]:
    closed = AccessAct.select(SQL("1")).where(AccessAct.request == AccessRequest.id, AccessAct.act == rules.CLOSED)
    mine = (AccessAct.school == school, ~fn.EXISTS(closed))
    rows = AccessAct.select(AccessAct, AccessRequest).join(AccessRequest).where(*mine).order_by(AccessAct.n)
    found: dict[str, list[AccessAct]] = {}
    for row in rows:
        found.setdefault(row.request_id, []).append(row)
    return [Case(rows_[0].request, rows_) for rows_ in found.values()]


def _item(person: Person, case: Case, *, decides: bool) -> DueItem | None:
    now, first = case.clock, rules.agreed(case.log)
    url = url_for("access_requests.one", request_id=case.request.id)
    title, at = f"Access request {case.request.number}", case.request.opened_at
    if decides and first and first.by != person.id:
        return DueItem(f"{title} waits for a second person", "Somebody has signed. Look and let it go.", url, at, 0)
    if now.is_late and not _is_answered(case):
        return DueItem(f"{title} is overdue", f"It was due {-now.days_left} days ago.", url, at, 0)
    if now.is_soon and not _is_answered(case):
        return DueItem(f"{title} is due in {now.days_left} days", "It has to be answered within a month.", url, at, 1)
    return None


def _is_answered(case: Case) -> bool:
    return any(row.act == rules.GIVEN for row in case.rows)


SOURCES: tuple[Callable[[Person], Source | None], ...] = ()
PARTS: tuple[Callable[[Person], list[DueItem]], ...] = (_waiting,)
