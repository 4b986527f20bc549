"""Whether an incident is open: nobody in the office has written how it ended, or something was added since.

A closing counts for what its writer could have seen: all that had arrived. What a phone says of a closing stands in the
chronology, and closes nothing.
"""

from __future__ import annotations

from typing import Any

from peewee import SQL

from server.foundation.rows import select
from server.incidents.models import Incident

# Of each incident: whether the last closing in the office came after the last follow-up, and after the report.
_CLOSED = """
SELECT item.incident
FROM chronology_item AS item JOIN incident ON incident.id = item.incident AND incident.school_id = item.school_id
WHERE item.school_id = ? AND item.kind IN ('incident.closed', 'incident.followed_up'){only}
GROUP BY item.incident
HAVING MAX(CASE WHEN item.kind = 'incident.closed' AND item.is_of_office THEN item.n END)
     > MAX(incident.n, MAX(CASE WHEN item.kind = 'incident.followed_up' THEN item.n ELSE 0 END))
"""


def is_closed_in(alias: str) -> str:
    """The rule as a part of another question, of the one incident that is called so there."""
    return f"""
    COALESCE((SELECT MAX(CASE WHEN item.kind = 'incident.closed' AND item.is_of_office THEN item.n END)
        > MAX({alias}.n, MAX(CASE WHEN item.kind = 'incident.followed_up' THEN item.n ELSE 0 END))
      FROM chronology_item AS item WHERE item.school_id = {alias}.school_id AND item.incident = {alias}.id
        AND item.kind IN ('incident.closed', 'incident.followed_up')), 0)"""


def closed(school: str) -> frozenset[str]:
    """The ids of the incidents that somebody closed. One query."""
    return frozenset(_found("", school))


def is_over(school: str) -> Any:
    """The same as a condition on the incidents of a query: however many were closed, none is asked for by its id."""
    return Incident.id.in_(SQL(f"({_CLOSED.format(only='')})", [school]))


def is_closed(school: str, incident: str) -> bool:
    """Whether this one is closed."""
    return bool(_found(" AND item.incident = ?", school, incident))


def _found(only: str, *values: Any) -> list[str]:
    return [row[0] for row in select(_CLOSED.format(only=only), *values)]
