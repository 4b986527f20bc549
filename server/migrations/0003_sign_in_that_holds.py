"""Sign-ins by name and place, so that one can be ended; how old a password is; resets; the school's rule for both."""

from __future__ import annotations

from typing import Any

CHANGES = """
ALTER TABLE sign_in ADD COLUMN id TEXT NOT NULL DEFAULT '';
UPDATE sign_in SET id = lower(hex(randomblob(16)));
ALTER TABLE sign_in ADD COLUMN browser TEXT NOT NULL DEFAULT '';
ALTER TABLE sign_in ADD COLUMN ended_by TEXT;
CREATE UNIQUE INDEX sign_in_id ON sign_in (id);
CREATE INDEX sign_in_staff ON sign_in (staff_id, started_at);
ALTER TABLE staff ADD COLUMN password_changed_at INTEGER NOT NULL DEFAULT 0;
UPDATE staff SET password_changed_at = made_at;
ALTER TABLE failed_sign_in ADD COLUMN place TEXT NOT NULL DEFAULT '';
CREATE TABLE known_browser (
    token_hash TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (token_hash, staff_id)
);
CREATE TABLE password_reset (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    code_hash TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
);
CREATE INDEX password_reset_staff ON password_reset (staff_id, made_at);
CREATE TABLE sign_in_rules (
    school_id TEXT NOT NULL PRIMARY KEY REFERENCES school (id),
    password_days INTEGER,
    changed_at INTEGER NOT NULL
)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add what is missing; sign-ins and passwords that are there stay good."""
    for statement in CHANGES.split(";"):
        db.execute_sql(statement)
