"""The school's agreement on acceptable use, version by version, and who has signed which."""

from __future__ import annotations

from typing import Any

CHANGES = """
CREATE TABLE agreement (
    school_id TEXT NOT NULL REFERENCES school (id),
    version INTEGER NOT NULL,
    text TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (school_id, version)
);
CREATE TABLE agreement_signature (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    version INTEGER NOT NULL,
    signed_at INTEGER NOT NULL,
    phone TEXT
);
CREATE INDEX agreement_signature_staff ON agreement_signature (staff_id, signed_at)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add them; a school without an agreement asks nobody to sign."""
    for statement in CHANGES.split(";"):
        db.execute_sql(statement)
