"""Uses of own phones: the list drawn from records, who took each report up, what came of it; marks of own numbers."""

from __future__ import annotations

from typing import Any

TABLES = """
CREATE TABLE own_phone_use (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    n INTEGER NOT NULL UNIQUE,
    trip TEXT,
    phone TEXT NOT NULL,
    staff TEXT,
    author TEXT,
    typed_name TEXT NOT NULL,
    is_heads INTEGER NOT NULL,
    began_at INTEGER,
    ended_at INTEGER,
    is_timed INTEGER NOT NULL,
    called TEXT,
    called_role TEXT,
    called_name TEXT NOT NULL,
    called_number TEXT NOT NULL,
    withheld TEXT,
    agreed TEXT,
    photographs_taken INTEGER,
    written_on TEXT,
    recorded_at INTEGER,
    received_at INTEGER NOT NULL,
    flags TEXT NOT NULL,
    is_unfinished INTEGER NOT NULL
);
CREATE INDEX own_phone_use_trip ON own_phone_use (school_id, trip);
CREATE INDEX own_phone_use_staff ON own_phone_use (staff);
CREATE TABLE own_phone_take_up (
    use_id TEXT NOT NULL PRIMARY KEY REFERENCES own_phone_use (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    at INTEGER NOT NULL,
    by TEXT NOT NULL
);
CREATE TABLE own_phone_outcome (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    use_id TEXT NOT NULL REFERENCES own_phone_use (id),
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX own_phone_outcome_use ON own_phone_outcome (use_id);
CREATE TABLE own_number_mark (
    staff_id TEXT NOT NULL PRIMARY KEY REFERENCES staff (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    mark TEXT NOT NULL,
    marked_at INTEGER NOT NULL
)
"""

APPEND_ONLY = ("own_phone_take_up", "own_phone_outcome")


def up(_migrator: Any, db: Any) -> None:
    """Add them. No use was heard of so far."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
