"""What was found of each phone before it left with a trip."""

from __future__ import annotations

from typing import Any

CHANGES = """
CREATE TABLE departure_check (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    trip_id TEXT NOT NULL REFERENCES trip (id),
    phone TEXT NOT NULL,
    staff TEXT,
    checked_at INTEGER NOT NULL,
    told_at INTEGER NOT NULL,
    in_hand INTEGER,
    charge INTEGER,
    list_as_at INTEGER,
    openers INTEGER NOT NULL,
    rings INTEGER NOT NULL,
    not_well TEXT NOT NULL,
    why TEXT
);
CREATE INDEX departure_check_trip ON departure_check (trip_id, n)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add it."""
    for statement in CHANGES.split(";"):
        db.execute_sql(statement)
