"""For which trip a phone is out; and staff-owned devices, where the school registers them."""

from __future__ import annotations

from typing import Any

CHANGES = """
ALTER TABLE phone_loan ADD COLUMN trip TEXT REFERENCES trip (id);
ALTER TABLE phone_rules ADD COLUMN registers_devices INTEGER NOT NULL DEFAULT 0;
CREATE TABLE staff_device (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    make_and_model TEXT NOT NULL,
    agreed_by_id TEXT NOT NULL REFERENCES staff (id),
    agreed_on DATE NOT NULL,
    added_at INTEGER NOT NULL,
    added_by TEXT NOT NULL,
    ended_at INTEGER,
    ended_by TEXT
);
CREATE INDEX staff_device_school ON staff_device (school_id)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add them; loans there are were for no trip, and no school registers devices until it says so."""
    for statement in CHANGES.split(";"):
        db.execute_sql(statement)
