"""People who open a shared phone with a PIN of their own; who signed a record, and who says that it is theirs."""

from __future__ import annotations

from typing import Any

CHANGES = """
CREATE TABLE unlock (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    phone_id TEXT NOT NULL REFERENCES phone (id),
    seal_key TEXT NOT NULL,
    sign_key TEXT NOT NULL,
    salt TEXT NOT NULL,
    rounds INTEGER NOT NULL,
    proof_hash TEXT NOT NULL,
    share TEXT NOT NULL,
    rescue_code TEXT,
    wrong_tries INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    opened_at INTEGER,
    ended_at INTEGER,
    ended_why TEXT
);
CREATE UNIQUE INDEX unlock_live ON unlock (phone_id, staff_id) WHERE ended_at IS NULL;
CREATE INDEX unlock_staff ON unlock (staff_id);
CREATE TABLE authorship (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    record TEXT NOT NULL,
    staff TEXT NOT NULL,
    is_confirmed INTEGER NOT NULL,
    said_at INTEGER NOT NULL
);
CREATE INDEX authorship_record ON authorship (record);
ALTER TABLE record ADD COLUMN signed_by TEXT
"""


def up(_migrator: Any, db: Any) -> None:
    """Add both; records of before were signed by nobody."""
    for statement in CHANGES.split(";"):
        db.execute_sql(statement)
