"""The school's choice of when a phone locks itself on a trip."""

from __future__ import annotations

from typing import Any

CHANGES = """
CREATE TABLE phone_rules (
    school_id TEXT NOT NULL PRIMARY KEY REFERENCES school (id),
    lock_minutes INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add it; no row is the same as the usual 15 minutes."""
    db.execute_sql(CHANGES)
