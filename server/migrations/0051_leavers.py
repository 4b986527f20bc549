"""Accounts that end by themselves say when what they opened was ended; and the yearly review of who can see what."""

from __future__ import annotations

from typing import Any

TABLES = """
ALTER TABLE staff ADD COLUMN closed_at INTEGER;
CREATE INDEX staff_that_ends ON staff (ends_at) WHERE ends_at IS NOT NULL;
CREATE TABLE access_review (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    school_id TEXT NOT NULL REFERENCES school (id),
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    words TEXT NOT NULL,
    seen TEXT NOT NULL,
    next_due TEXT NOT NULL
);
CREATE INDEX access_review_school ON access_review (school_id, n)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add the column and the table."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
    for act in ("UPDATE", "DELETE"):
        db.execute_sql(
            f"CREATE TRIGGER access_review_no_{act.lower()} BEFORE {act} ON access_review "
            "BEGIN SELECT RAISE(ABORT, 'access_review is append-only'); END"
        )
