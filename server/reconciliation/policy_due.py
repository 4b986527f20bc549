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
# Serious incidents closed in the office since the last review, or else since the policy began (R98); `a` is how many.
# A concern about staff is known to the headteacher alone, and is none of them.
_SERIOUS = """
SELECT NULL AS id, NULL AS phone, NULL AS trip, COUNT(DISTINCT item.incident) AS a, NULL AS b, NULL AS c, NULL AS d,
  MAX(item.received_at) AS at, 3 AS urgency
FROM chronology_item AS item INDEXED BY chronology_item_closed
JOIN incident ON incident.id = item.incident AND incident.school_id = item.school_id
WHERE item.school_id = ? AND item.kind = 'incident.closed' AND item.is_of_office AND item.received_at > COALESCE(
  (SELECT MAX(at) FROM policy_review WHERE school_id = item.school_id),
  (SELECT MIN(made_at) FROM policy_version WHERE school_id = item.school_id)
) AND incident.severity IN ('serious', 'critical') AND incident.category IS NOT 'allegation'
GROUP BY item.school_id
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


def _serious(person: Person) -> Written | None:
    """Serious incidents that ended since: what was learnt may have to change the policy before its year is over."""
    if not set(REVIEWS) & person.roles:
        return None
    return Written(_SERIOUS, (person.school,), _is_learnt)


def _is_learnt(row: Row) -> DueItem:
    many = row.a != 1
    return DueItem(
        title=f"{row.a} serious incident{'s' if many else ''} closed since the policy was reviewed",
        detail="Does the policy still hold? Look at what was learnt, and sign that it was reviewed.",
        url=url_for("policy_review.review"),
        at=row.at,
        urgency=3,
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
SOURCES: tuple[Callable[[Person], Written | None], ...] = (_waiting, _review, _serious, _sign_again)
