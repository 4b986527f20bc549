"""Boards: who looked at the day's when, what waits on a phone for the chair, and the ways into a trip's rows."""

from __future__ import annotations

from typing import Any

CHANGES = """
CREATE TABLE board_look (
    staff_id TEXT NOT NULL PRIMARY KEY REFERENCES staff (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    seen_n INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    latest_n INTEGER NOT NULL,
    looked_at INTEGER NOT NULL
);
ALTER TABLE phone_contact ADD COLUMN waiting_apart INTEGER NOT NULL DEFAULT 0;
CREATE INDEX IF NOT EXISTS chain_phone ON chain (phone);
CREATE INDEX IF NOT EXISTS alert_trip ON alert (school_id, trip);
CREATE INDEX IF NOT EXISTS trip_days ON trip (school_id, starts_on)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add them. Nobody has looked so far."""
    for statement in CHANGES.split(";"):
        db.execute_sql(statement)
