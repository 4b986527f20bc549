"""Photos: what records tell of them, which came, which are gone from the phones, who looked, which left the school."""

from __future__ import annotations

from typing import Any

CHANGES = """
CREATE TABLE photo (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    record TEXT NOT NULL,
    n INTEGER NOT NULL,
    trip TEXT,
    phone TEXT NOT NULL,
    staff TEXT,
    check_id TEXT,
    purpose TEXT,
    place TEXT,
    justification TEXT,
    activity TEXT,
    destination TEXT,
    has_nobody INTEGER NOT NULL,
    list_as_at INTEGER,
    taken_at INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    held_reason TEXT
);
CREATE INDEX photo_trip ON photo (school_id, trip);
CREATE TABLE photo_pupil (
    photo TEXT NOT NULL,
    key TEXT NOT NULL,
    school_id TEXT NOT NULL REFERENCES school (id),
    pupil_id TEXT REFERENCES pupil (id),
    PRIMARY KEY (photo, key)
);
CREATE INDEX photo_pupil_pupil ON photo_pupil (pupil_id);
CREATE TABLE photo_file (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    photo TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    received_at INTEGER NOT NULL
);
CREATE INDEX photo_file_photo ON photo_file (photo);
CREATE TABLE photo_erasure (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    photo TEXT NOT NULL,
    phone TEXT NOT NULL,
    digest TEXT NOT NULL,
    erased_at INTEGER NOT NULL,
    told_at INTEGER NOT NULL
);
CREATE INDEX photo_erasure_photo ON photo_erasure (photo);
CREATE TABLE photo_viewing (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    staff TEXT NOT NULL,
    scope TEXT NOT NULL,
    subject TEXT NOT NULL,
    why TEXT NOT NULL,
    words TEXT NOT NULL,
    begun_at INTEGER NOT NULL
);
CREATE TABLE photo_view (
    viewing_id TEXT NOT NULL REFERENCES photo_viewing (id),
    photo TEXT NOT NULL,
    school_id TEXT NOT NULL REFERENCES school (id),
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (viewing_id, photo)
);
CREATE TABLE photo_release (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    photo TEXT NOT NULL REFERENCES photo (id),
    purpose TEXT NOT NULL,
    place TEXT NOT NULL,
    caption TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    is_agreed INTEGER,
    decided_by TEXT,
    decided_at INTEGER
);
CREATE INDEX photo_release_photo ON photo_release (photo);
CREATE TABLE photo_exception (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    trip_id TEXT NOT NULL REFERENCES trip (id),
    until_on DATE NOT NULL,
    why TEXT NOT NULL,
    agreed_by TEXT NOT NULL,
    agreed_at INTEGER NOT NULL
);
CREATE TABLE photos_off_by (
    school_id TEXT NOT NULL PRIMARY KEY REFERENCES school (id),
    off_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL
)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add them; no photo is known yet."""
    for statement in CHANGES.split(";"):
        db.execute_sql(statement)
