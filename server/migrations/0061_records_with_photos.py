"""The records that list files, so that a file which two of them list is found without reading every record."""

from __future__ import annotations

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """Add the index."""
    db.execute_sql("CREATE INDEX record_photos ON record (school_id, id, photos) WHERE photos <> '[]'")
