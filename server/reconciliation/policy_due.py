"""What waits for a second person: changes of the policy that somebody else wished for (R97)."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

from server.foundation.access import Person
from server.foundation.registry import DueItem
from server.policy.policy_rules import SECONDS
from server.reconciliation.due_sources import Row, Written

# `a` is who wished for it, `b` why.
_WAITING = """
SELECT policy_wish.id, NULL AS phone, NULL AS trip, staff.name AS a, reason AS b, NULL AS c, NULL AS d,
  policy_wish.made_at AS at, 1 AS urgency
FROM policy_wish LEFT JOIN staff ON staff.id = policy_wish.made_by
WHERE policy_wish.school_id = ? AND policy_wish.made_by <> ?
  AND NOT EXISTS (SELECT 1 FROM policy_wish_end WHERE wish_id = policy_wish.id)
"""


def _waiting(person: Person) -> Written | None:
    """Changes that this person may be the second for."""
    if not set(SECONDS) & person.roles:
        return None
    return Written(_WAITING, (person.school, person.id), _is_waiting)


def _is_waiting(row: Row) -> DueItem:
    return DueItem(
        title="A change of the policy waits for a second person",
        detail=f"{row.a or 'Somebody'} wished for it" + (f": {row.b}" if row.b else ""),
        url=url_for("policy_wish.wish", wish_id=row.id),
        at=row.at,
        urgency=1,
    )


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = ()
SOURCES: tuple[Callable[[Person], Written | None], ...] = (_waiting,)
