"""Withdrawal that follows through: lists given, noes while pupils are out, who was told; photos held, files taken."""

from __future__ import annotations

from typing import Any

CHANGES = """
CREATE TABLE list_given (
    trip_id TEXT NOT NULL REFERENCES trip (id),
    phone_id TEXT NOT NULL REFERENCES phone (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    tag TEXT NOT NULL,
    school_id TEXT NOT NULL REFERENCES school (id),
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (trip_id, phone_id, staff_id, tag)
);
CREATE TABLE consent_turn (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    pupil_id TEXT NOT NULL REFERENCES pupil (id),
    trip_id TEXT NOT NULL REFERENCES trip (id),
    purposes TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    saved_by TEXT NOT NULL
);
CREATE INDEX consent_turn_trip ON consent_turn (school_id, trip_id, n);
CREATE TABLE consent_told (
    trip_id TEXT NOT NULL REFERENCES trip (id),
    pupil_id TEXT NOT NULL REFERENCES pupil (id),
    phone_id TEXT NOT NULL REFERENCES phone (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    told_at INTEGER NOT NULL,
    told_by TEXT NOT NULL,
    noted_at INTEGER NOT NULL,
    PRIMARY KEY (trip_id, pupil_id, phone_id)
);
CREATE TABLE photo_holding (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    photo TEXT NOT NULL REFERENCES photo (id),
    answer TEXT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at INTEGER NOT NULL
);
CREATE INDEX photo_holding_photo ON photo_holding (photo, n);
CREATE TABLE photo_export (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    photo TEXT NOT NULL REFERENCES photo (id),
    purpose TEXT NOT NULL,
    exported_at INTEGER NOT NULL,
    exported_by TEXT NOT NULL
);
CREATE INDEX photo_export_photo ON photo_export (photo);
CREATE INDEX photo_check ON photo (school_id, check_id);
CREATE INDEX photo_held ON photo (school_id, held_reason)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add them. What was given, told and taken before is not known, and no photo is held."""
    for statement in CHANGES.split(";"):
        db.execute_sql(statement)
