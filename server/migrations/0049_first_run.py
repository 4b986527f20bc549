"""A school begun by hand: its first two administrators, steps left out, roles that wait for a second person."""

from __future__ import annotations

from typing import Any

TABLES = """
CREATE TABLE first_run (
    school_id TEXT NOT NULL PRIMARY KEY REFERENCES school (id),
    first_id TEXT NOT NULL REFERENCES staff (id),
    second_id TEXT NOT NULL REFERENCES staff (id),
    begun_at INTEGER NOT NULL
);
CREATE TABLE step_left_out (
    school_id TEXT NOT NULL REFERENCES school (id),
    step TEXT NOT NULL,
    left_by TEXT NOT NULL,
    left_at INTEGER NOT NULL,
    PRIMARY KEY (school_id, step)
);
CREATE TABLE role_wish (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    role TEXT NOT NULL,
    wished_by TEXT NOT NULL,
    wished_at INTEGER NOT NULL,
    ended_by TEXT,
    ended_at INTEGER,
    is_given INTEGER NOT NULL
);
CREATE INDEX role_wish_waiting ON role_wish (school_id, ended_at);
CREATE INDEX role_wish_staff ON role_wish (staff_id)
"""


def up(_migrator: Any, db: Any) -> None:
    """Make the tables."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
