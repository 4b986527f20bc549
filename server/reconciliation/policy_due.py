"""What waits of the policy: changes that need a second person (R97), and its yearly review (R98)."""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import url_for

from server.foundation import clock
from server.foundation.access import Person
from server.foundation.registry import DueItem
from server.policy.policy_rules import SECONDS
from server.policy.review_rules import REVIEWS
from server.reconciliation.due_sources import Row, Written

# `a` is who wished for it, `b` why.
_WAITING = """
SELECT policy_wish.id, NULL AS phone, NULL AS trip, staff.name AS a, reason AS b, NULL AS c, NULL AS d,
  policy_wish.made_at AS at, 1 AS urgency
FROM policy_wish LEFT JOIN staff ON staff.id = policy_wish.made_by
WHERE policy_wish.school_id = ? AND policy_wish.made_by <> ?
  AND NOT EXISTS (SELECT 1 FROM policy_wish_end WHERE wish_id = policy_wish.id)
"""
# Due a year after the last review said, or else a year after the school first decided anything; `a` is that day.
_REVIEW = """
SELECT NULL AS id, NULL AS phone, NULL AS trip, due AS a, NULL AS b, NULL AS c, NULL AS d,
  1000 * CAST(strftime('%s', due) AS INTEGER) AS at, 2 AS urgency
FROM (SELECT COALESCE(
  (SELECT next_due FROM policy_review WHERE school_id = ? ORDER BY n DESC LIMIT 1),
  (SELECT date(MIN(made_at) / 1000, 'unixepoch', '+1 year') FROM policy_version WHERE school_id = ?)
) AS due)
WHERE due <= ?
"""
# A change of the policy for which somebody who has signed before signs again (R98); `a` is what changed, in JSON.
_SIGN_AGAIN = """
SELECT NULL AS id, NULL AS phone, NULL AS trip, changed AS a, NULL AS b, NULL AS c, NULL AS d, made_at AS at,
  2 AS urgency
FROM agreement WHERE school_id = ? AND changed <> ''
  AND version > (SELECT MAX(version) FROM agreement_signature WHERE staff_id = ?)
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


def _review(person: Person) -> Written | None:
    """The yearly review, once its day has come, for those who sign it."""
    if not set(REVIEWS) & person.roles:
        return None
    return Written(_REVIEW, (person.school, person.school, clock.today().isoformat()), _is_due)


def _is_due(row: Row) -> DueItem:
    return DueItem(
        title="The policy is due for its yearly review",
        detail="Look at what changed, what was departed from and what was learnt, and sign that it was reviewed.",
        url=url_for("policy_review.review"),
        at=row.at,
        urgency=2,
    )


def _sign_again(person: Person) -> Written:
    """What changed since they signed acceptable use."""
    return Written(_SIGN_AGAIN, (person.school, person.id), _is_to_sign)


def _is_to_sign(row: Row) -> DueItem:
    return DueItem(
        title="Sign acceptable use again: the school’s policy changed",
        detail=" ".join(json.loads(row.a)),
        url=url_for("agreement.agreement"),
        at=row.at,
        urgency=2,
    )


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = ()
SOURCES: tuple[Callable[[Person], Written | None], ...] = (_waiting, _review, _sign_again)
