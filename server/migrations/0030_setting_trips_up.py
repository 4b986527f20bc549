"""Setting trips up: what a trip has besides its days, its plan by places, and every change that somebody made to it."""

from __future__ import annotations

from typing import Any

CHANGES = """
ALTER TABLE trip ADD COLUMN archived_at INTEGER;
ALTER TABLE trip ADD COLUMN swims INTEGER NOT NULL DEFAULT 0;
ALTER TABLE trip ADD COLUMN base_contact_id TEXT REFERENCES staff (id);
ALTER TABLE trip ADD COLUMN number_24h TEXT NOT NULL DEFAULT '';
ALTER TABLE trip ADD COLUMN leaves_at INTEGER;
ALTER TABLE trip ADD COLUMN returns_at INTEGER;
CREATE INDEX trip_ends ON trip (school_id, ends_on);
CREATE INDEX trip_phone_phone ON trip_phone (phone_id);
CREATE TABLE trip_place (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    trip_id TEXT NOT NULL REFERENCES trip (id),
    day DATE NOT NULL,
    at TEXT NOT NULL,
    words TEXT NOT NULL,
    position INTEGER NOT NULL
);
CREATE INDEX trip_place_trip ON trip_place (trip_id, day, position);
CREATE TABLE trip_change (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    trip_id TEXT NOT NULL REFERENCES trip (id),
    part TEXT NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    what TEXT NOT NULL,
    why TEXT NOT NULL
);
CREATE INDEX trip_change_trip ON trip_change (trip_id, n)
"""

APPEND_ONLY = ("trip_change",)


def up(_migrator: Any, db: Any) -> None:
    """Add them. No trip so far has a plan, and none was archived."""
    for statement in CHANGES.split(";"):
        db.execute_sql(statement)
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
