"""How full each phone was said to be, and what was found of it at its set-up check."""

from __future__ import annotations

from typing import Any

CHANGES = """
CREATE TABLE phone_charge (
    id INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    phone_id TEXT NOT NULL REFERENCES phone (id),
    percent INTEGER NOT NULL,
    noted_at INTEGER NOT NULL,
    noted_by TEXT NOT NULL REFERENCES staff (id),
    noted_as TEXT NOT NULL
);
CREATE INDEX phone_charge_phone ON phone_charge (phone_id, id);
CREATE TABLE set_up_check (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    phone TEXT NOT NULL,
    staff TEXT,
    counts INTEGER NOT NULL,
    checked_at INTEGER NOT NULL,
    told_at INTEGER NOT NULL,
    answers TEXT NOT NULL,
    notes TEXT NOT NULL
);
CREATE INDEX set_up_check_phone ON set_up_check (phone, n)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add them; nothing is known of any phone yet."""
    for statement in CHANGES.split(";"):
        db.execute_sql(statement)
