"""What waits of the accounts: the yearly review of who can see what."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

from server.accounts.access_reviews import REVIEWS_ACCESS
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.registry import DueItem
from server.reconciliation.due_sources import Row, Written

# Due on the day that the last review said, or else a year after the school came here.
_REVIEW = """
SELECT NULL AS id, NULL AS phone, NULL AS trip, due AS a, NULL AS b, NULL AS c, NULL AS d,
  1000 * CAST(strftime('%s', due) AS INTEGER) AS at, 2 AS urgency
FROM (SELECT COALESCE(
  (SELECT next_due FROM access_review WHERE school_id = ? ORDER BY n DESC LIMIT 1),
  (SELECT date(made_at / 1000, 'unixepoch', '+1 year') FROM school WHERE id = ?)
) AS due)
WHERE due <= ?
"""


def _review(person: Person) -> Written | None:
    if not set(REVIEWS_ACCESS) & person.roles:
        return None
    return Written(_REVIEW, (person.school, person.school, clock.today().isoformat()), _is_due)


def _is_due(row: Row) -> DueItem:
    return DueItem(
        title="Who can see what is due for its yearly review",
        detail="Look at each account, end those of people who have left, and sign.",
        url=url_for("access_review.review"),
        at=row.at,
        urgency=2,
    )


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = ()
SOURCES: tuple[Callable[[Person], Written | None], ...] = (_review,)
