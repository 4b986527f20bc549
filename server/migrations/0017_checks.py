"""Checks made before a photo, what changed on the day, class cameras, and the school's rules for photos."""

from __future__ import annotations

from typing import Any

CHANGES = """
CREATE TABLE photo_rules (
    school_id TEXT NOT NULL PRIMARY KEY REFERENCES school (id),
    list_warns_hours INTEGER NOT NULL,
    list_stops_hours INTEGER NOT NULL,
    purposes TEXT NOT NULL,
    has_first_names INTEGER NOT NULL,
    lines TEXT NOT NULL,
    activities TEXT NOT NULL,
    changed_at INTEGER NOT NULL
);
CREATE TABLE consent_check (
    n INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    school_id TEXT NOT NULL REFERENCES school (id),
    trip_id TEXT NOT NULL REFERENCES trip (id),
    phone TEXT NOT NULL,
    staff TEXT,
    checked_at INTEGER NOT NULL,
    told_at INTEGER NOT NULL,
    list_as_at INTEGER,
    purpose TEXT,
    place TEXT,
    justification TEXT,
    activity TEXT,
    medium TEXT NOT NULL,
    pupils TEXT NOT NULL,
    "out" TEXT NOT NULL,
    outcome TEXT NOT NULL,
    pupils_told INTEGER,
    way TEXT NOT NULL,
    school_camera TEXT,
    flags TEXT NOT NULL
);
CREATE INDEX consent_check_trip ON consent_check (trip_id, n);
CREATE INDEX consent_check_id ON consent_check (school_id, id);
CREATE TABLE consent_change (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    trip_id TEXT NOT NULL REFERENCES trip (id),
    phone TEXT NOT NULL,
    staff TEXT,
    "key" TEXT NOT NULL,
    change TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    told_at INTEGER NOT NULL,
    words TEXT
);
CREATE INDEX consent_change_trip ON consent_change (trip_id, n);
CREATE TABLE class_camera_use (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    trip_id TEXT REFERENCES trip (id),
    phone TEXT NOT NULL,
    check_id TEXT NOT NULL,
    school_camera TEXT,
    pictures INTEGER,
    told_at INTEGER NOT NULL
);
CREATE INDEX class_camera_use_trip ON class_camera_use (trip_id, n)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add them; no row of rules is the same as the usual ones."""
    for statement in CHANGES.split(";"):
        db.execute_sql(statement)
