"""Head counts made on phones, drawn from records; and which pupil is in which group of a trip, such as a coach."""

from __future__ import annotations

from typing import Any

CHANGES = """
CREATE TABLE head_count (
    n INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    school_id TEXT NOT NULL REFERENCES school (id),
    trip TEXT,
    phone TEXT NOT NULL,
    group_name TEXT,
    counted INTEGER,
    "of" INTEGER,
    counted_at INTEGER NOT NULL
);
CREATE INDEX head_count_trip ON head_count (trip, n);
ALTER TABLE trip_pupil ADD COLUMN group_name TEXT NOT NULL DEFAULT '';
ALTER TABLE trip ADD COLUMN group_names TEXT NOT NULL DEFAULT ''
"""


def up(_migrator: Any, db: Any) -> None:
    """Add them; nobody is in a group yet."""
    for statement in CHANGES.split(";"):
        db.execute_sql(statement)
