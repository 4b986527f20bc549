"""Who has had each phone, from when until when."""

from __future__ import annotations

from typing import Any

CHANGES = """
CREATE TABLE phone_loan (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    phone_id TEXT NOT NULL REFERENCES phone (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    out_at INTEGER NOT NULL,
    out_by TEXT NOT NULL,
    back_at INTEGER,
    back_by TEXT,
    wiped INTEGER,
    note TEXT NOT NULL
);
CREATE INDEX phone_loan_phone ON phone_loan (phone_id, out_at);
CREATE UNIQUE INDEX phone_loan_out ON phone_loan (phone_id) WHERE back_at IS NULL
"""


def up(_migrator: Any, db: Any) -> None:
    """Add it; nobody is known to have any."""
    for statement in CHANGES.split(";"):
        db.execute_sql(statement)
