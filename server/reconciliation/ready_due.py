"""What waits of getting a new school ready, and roles that wait for a second person."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

from server.accounts.rules import KEEPS_ACCOUNTS
from server.foundation.access import Person
from server.foundation.registry import DueItem
from server.reconciliation.due_sources import Row, Written
from server.school.steps import OPEN_STEPS

# Of a school that was begun on the first page, and of no other; `a` counts the steps still to do.
_READY = f"""
SELECT NULL AS id, NULL AS phone, NULL AS trip, to_do AS a, NULL AS b, NULL AS c, NULL AS d, begun_at AS at,
  2 AS urgency
FROM ({OPEN_STEPS}) WHERE to_do > 0
"""
# `a` counts what others wished for.
_ROLES = """
SELECT NULL AS id, NULL AS phone, NULL AS trip, COUNT(*) AS a, NULL AS b, NULL AS c, NULL AS d, MAX(wished_at) AS at,
  1 AS urgency
FROM role_wish WHERE school_id = ? AND ended_at IS NULL AND wished_by <> ? AND staff_id <> ? HAVING COUNT(*) > 0
"""


def _ready(person: Person) -> Written | None:
    if not person.roles & set(KEEPS_ACCOUNTS):
        return None
    return Written(_READY, (person.school,), _is_to_get_ready)


def _is_to_get_ready(row: Row) -> DueItem:
    left = "1 step is" if row.a == 1 else f"{row.a} steps are"
    detail = f"{left} still to do. Each can be left out for now."
    return DueItem("Getting the school ready", detail, url_for("ready.getting_ready"), row.at, row.urgency)


def _roles(person: Person) -> Written | None:
    if not person.roles & set(KEEPS_ACCOUNTS):
        return None
    return Written(_ROLES, (person.school, person.id, person.id), _is_to_agree)


def _is_to_agree(row: Row) -> DueItem:
    title = "A role waits for a second person" if row.a == 1 else f"{row.a} roles wait for a second person"
    detail = "Look whether it is right, and agree or refuse."
    return DueItem(title, detail, url_for("first_codes.waiting"), row.at, row.urgency)


SOURCES: tuple[Callable[[Person], Written | None], ...] = (_ready, _roles)
PARTS: tuple[Callable[[Person], list[DueItem]], ...] = ()
