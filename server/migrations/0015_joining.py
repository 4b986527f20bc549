"""Joining for one trip: supply teachers with a code, helpers with a card; and accounts that end with it."""

from __future__ import annotations

from typing import Any

CHANGES = """
ALTER TABLE staff ADD COLUMN ends_at INTEGER;
CREATE TABLE joining_code (
    code_hash TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    phone TEXT,
    used_at INTEGER
);
CREATE INDEX joining_code_staff ON joining_code (staff_id);
CREATE TABLE trip_joiner (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    trip_id TEXT NOT NULL REFERENCES trip (id),
    part TEXT NOT NULL,
    name TEXT NOT NULL,
    staff_id TEXT REFERENCES staff (id),
    has_assured INTEGER NOT NULL DEFAULT 0,
    added_at INTEGER NOT NULL,
    added_by TEXT NOT NULL,
    ended_at INTEGER
);
CREATE INDEX trip_joiner_trip ON trip_joiner (trip_id, added_at)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add them; every account so far stays without an end."""
    for statement in CHANGES.split(";"):
        db.execute_sql(statement)
