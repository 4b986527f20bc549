"""Wrong passwords are counted."""

from __future__ import annotations

from typing import Any

TABLE = """
CREATE TABLE failed_sign_in (
    id INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    account TEXT NOT NULL,
    came_from TEXT NOT NULL,
    failed_at INTEGER NOT NULL
)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add the table and its two look-ups."""
    db.execute_sql(TABLE)
    db.execute_sql("CREATE INDEX failed_sign_in_account ON failed_sign_in (account, failed_at)")
    db.execute_sql("CREATE INDEX failed_sign_in_came_from ON failed_sign_in (came_from, failed_at)")
