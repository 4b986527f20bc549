"""What people decided: of each held item, and of two reports that may be of one event."""

from __future__ import annotations

from typing import Any

# `after_n` is the decision that whoever decided had in sight, 0 for none: of two at once, the second does not fit.
TABLES = """
CREATE TABLE held_decision (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    envelope_id INTEGER NOT NULL REFERENCES envelope (n),
    after_n INTEGER NOT NULL,
    answer TEXT NOT NULL,
    trip TEXT,
    staff TEXT,
    counts_n INTEGER,
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX held_decision_once ON held_decision (envelope_id, after_n);
CREATE INDEX held_decision_school ON held_decision (school_id, envelope_id);
CREATE TABLE double_decision (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    one TEXT NOT NULL,
    other TEXT NOT NULL,
    after_n INTEGER NOT NULL,
    is_linked INTEGER NOT NULL,
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX double_decision_once ON double_decision (school_id, one, other, after_n);
CREATE INDEX double_decision_other ON double_decision (school_id, other);
CREATE INDEX opening_held ON opening (school_id, envelope_id) WHERE state = 'held'
"""

APPEND_ONLY = ("held_decision", "double_decision")


def up(_migrator: Any, db: Any) -> None:
    """Add them. Nothing was decided so far."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
