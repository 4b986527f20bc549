"""Incidents by when they happened: what may be two reports of one event on no trip is looked for near each other."""

from __future__ import annotations

from typing import Any

# The very expression of `server/incidents/double_rows.py`, or no question finds the index.
INCIDENT_WHEN = """
CREATE INDEX incident_when ON incident (
    school_id, COALESCE(happened_at, strftime('%s', happened_on) * 1000, recorded_at, received_at))
"""


def up(_migrator: Any, db: Any) -> None:
    """Make it."""
    db.execute_sql(INCIDENT_WHEN)
