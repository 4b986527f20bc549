"""What may travel on a trip's list: whom to ring for a pupil, what to watch for. And trips that run late."""

from __future__ import annotations

from typing import Any

CHANGES = """
ALTER TABLE trip ADD COLUMN carries_contacts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE trip ADD COLUMN carries_care INTEGER NOT NULL DEFAULT 0;
CREATE TABLE pupil_contact (
    pupil_id TEXT NOT NULL REFERENCES pupil (id),
    position INTEGER NOT NULL,
    school_id TEXT NOT NULL REFERENCES school (id),
    name TEXT NOT NULL,
    relation TEXT NOT NULL,
    number TEXT NOT NULL,
    is_not_to_ring INTEGER NOT NULL,
    PRIMARY KEY (pupil_id, position)
);
CREATE TABLE trip_delay (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    trip_id TEXT NOT NULL REFERENCES trip (id),
    phone TEXT NOT NULL,
    until INTEGER NOT NULL,
    told_at INTEGER NOT NULL
);
CREATE TABLE pupil_care (
    pupil_id TEXT NOT NULL PRIMARY KEY REFERENCES pupil (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    words TEXT NOT NULL
)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add them; no trip of before carries either."""
    for statement in CHANGES.split(";"):
        db.execute_sql(statement)
