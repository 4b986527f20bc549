"""What is about the headteacher: the chair's list, each opening, the notes, and when the vice-chair stands in."""

from __future__ import annotations

from typing import Any

TABLES = """
CREATE TABLE head_concern (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    record TEXT NOT NULL,
    n INTEGER NOT NULL,
    received_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX head_concern_record ON head_concern (school_id, record);
CREATE TABLE head_concern_opening (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    concern_id TEXT NOT NULL REFERENCES head_concern (id),
    staff TEXT NOT NULL,
    role TEXT NOT NULL,
    names_reader INTEGER NOT NULL,
    at INTEGER NOT NULL
);
CREATE INDEX head_concern_opening_concern ON head_concern_opening (concern_id, at);
CREATE TABLE head_concern_note (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    concern_id TEXT NOT NULL REFERENCES head_concern (id),
    staff TEXT NOT NULL,
    role TEXT NOT NULL,
    is_outcome INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kid TEXT NOT NULL,
    sealed BLOB NOT NULL
);
CREATE INDEX head_concern_note_concern ON head_concern_note (concern_id, at);
CREATE TABLE chair_stand_in (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    is_on INTEGER NOT NULL,
    chosen_at INTEGER NOT NULL,
    chosen_by TEXT NOT NULL
);
CREATE INDEX opening_for_chair ON opening (envelope_id) WHERE state = 'chair'
"""

APPEND_ONLY = ("head_concern", "head_concern_opening", "head_concern_note", "chair_stand_in")


def up(_migrator: Any, db: Any) -> None:
    """Add them. Nothing came for the chair so far."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
