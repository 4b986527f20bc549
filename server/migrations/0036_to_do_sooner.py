"""To do, found sooner: which later records name no report that came, and which photos are held."""

from __future__ import annotations

from typing import Any

# Whether an incident is here is asked of every later record: the index alone answers. Unique, though its first column
# is so alone: SQLite takes one that might find several for worse than going through the whole school.
INCIDENT_HERE = "CREATE UNIQUE INDEX incident_here ON incident (id, school_id)"
PHOTOS_HELD = "CREATE INDEX photo_held_on ON photo (school_id, trip) WHERE held_reason IS NOT NULL"


def up(_migrator: Any, db: Any) -> None:
    """Make both."""
    for statement in (INCIDENT_HERE, PHOTOS_HELD):
        db.execute_sql(statement)
