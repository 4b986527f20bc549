"""Which record a thing found for an access request is: it is held while the request is open, and goes with it."""

from __future__ import annotations

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """Add the column. What an open request found before is told by its key."""
    db.execute_sql("ALTER TABLE access_item ADD COLUMN record TEXT")
    db.execute_sql(
        "UPDATE access_item SET record = (SELECT id FROM record WHERE envelope_id = CAST(substr(key, 8) AS INTEGER))"
        " WHERE key LIKE 'record:%'"
    )
    db.execute_sql("CREATE INDEX access_item_record ON access_item (school_id, record) WHERE record IS NOT NULL")
