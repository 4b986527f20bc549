"""Which backups were made and read back, and how far each goes."""

from __future__ import annotations

from typing import Any

MADE = """
CREATE TABLE backup_made (
    id INTEGER NOT NULL PRIMARY KEY,
    epoch TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    backed_up_n INTEGER NOT NULL,
    name TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    kid TEXT NOT NULL
)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add the table."""
    db.execute_sql(MADE)
