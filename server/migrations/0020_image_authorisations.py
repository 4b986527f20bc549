"""Image authorisations: what the headteacher allows that is otherwise forbidden, and what was revoked of it."""

from __future__ import annotations

from typing import Any

TABLES = """
CREATE TABLE image_authorisation (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    activity TEXT,
    what TEXT NOT NULL,
    who TEXT NOT NULL,
    trip_id TEXT REFERENCES trip (id),
    from_on DATE NOT NULL,
    until_on DATE NOT NULL,
    why TEXT NOT NULL,
    conditions TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    given_by TEXT NOT NULL
);
CREATE UNIQUE INDEX image_authorisation_number ON image_authorisation (school_id, number);
CREATE TABLE image_authorisation_revoked (
    authorisation_id TEXT NOT NULL PRIMARY KEY REFERENCES image_authorisation (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    why TEXT NOT NULL
);
CREATE INDEX image_authorisation_revoked_school ON image_authorisation_revoked (school_id)
"""

APPEND_ONLY = ("image_authorisation", "image_authorisation_revoked")


def up(_migrator: Any, db: Any) -> None:
    """Add them. Nothing has been allowed so far."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
