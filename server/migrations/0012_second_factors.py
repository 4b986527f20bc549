"""The second step at sign-in: passkeys and security keys, sheets of one-time codes, and the school's rule for it."""

from __future__ import annotations

from typing import Any

CHANGES = """
CREATE TABLE passkey (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    name TEXT NOT NULL,
    credential TEXT NOT NULL,
    public_key BLOB NOT NULL,
    sign_count INTEGER NOT NULL,
    site TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    used_at INTEGER
);
CREATE UNIQUE INDEX passkey_credential ON passkey (credential);
CREATE INDEX passkey_staff ON passkey (staff_id, added_at);
CREATE TABLE sheet_code (
    code_hash TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    made_at INTEGER NOT NULL,
    used_at INTEGER
);
CREATE INDEX sheet_code_staff ON sheet_code (staff_id);
CREATE TABLE challenge (
    challenge_hash TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    purpose TEXT NOT NULL,
    expires_at INTEGER NOT NULL
);
CREATE TABLE second_factor_removal (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    removed_by TEXT NOT NULL,
    removed_at INTEGER NOT NULL
);
CREATE INDEX second_factor_removal_staff ON second_factor_removal (staff_id, removed_at);
CREATE TABLE second_factor_rules (
    school_id TEXT NOT NULL PRIMARY KEY REFERENCES school (id),
    is_required INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add them; nobody has a second step yet, and no row of the rule is the same as "offered"."""
    for statement in CHANGES.split(";"):
        db.execute_sql(statement)
