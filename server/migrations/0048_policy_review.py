"""The yearly review of the policy, national texts of which the school has read a newer one, and what of the policy a
version of the agreement was made for.
"""

from __future__ import annotations

from typing import Any

TABLES = """
CREATE TABLE policy_review (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    school_id TEXT NOT NULL REFERENCES school (id),
    first_on TEXT NOT NULL,
    policy_n INTEGER NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    outcome TEXT NOT NULL,
    words TEXT NOT NULL,
    next_due TEXT NOT NULL
);
CREATE INDEX policy_review_school ON policy_review (school_id, n);
CREATE TABLE national_text_read (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    school_id TEXT NOT NULL REFERENCES school (id),
    code TEXT NOT NULL,
    dated TEXT NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX national_text_read_school ON national_text_read (school_id, n);
ALTER TABLE agreement ADD COLUMN changed TEXT NOT NULL DEFAULT ''
"""
APPEND_ONLY = ("policy_review", "national_text_read")


def up(_migrator: Any, db: Any) -> None:
    """Make the tables and the column."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
