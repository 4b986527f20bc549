"""What the school notes of each phone; phones that are lost, and the data incident that each begins."""

from __future__ import annotations

from typing import Any

CHANGES = """
ALTER TABLE phone ADD COLUMN serial_number TEXT NOT NULL DEFAULT '';
ALTER TABLE phone ADD COLUMN asset_tag TEXT NOT NULL DEFAULT '';
ALTER TABLE phone ADD COLUMN sim TEXT NOT NULL DEFAULT '';
ALTER TABLE phone ADD COLUMN can_ring INTEGER NOT NULL DEFAULT 0;
ALTER TABLE phone ADD COLUMN custody_confirmed_at INTEGER;
ALTER TABLE phone ADD COLUMN custody_confirmed_by TEXT;
UPDATE phone SET can_ring = 1 WHERE number <> '';
CREATE TABLE data_incident (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    phone_id TEXT NOT NULL REFERENCES phone (id),
    opened_by TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    decide_by INTEGER NOT NULL,
    decision TEXT,
    reason TEXT,
    decided_by TEXT,
    decided_at INTEGER
);
CREATE INDEX data_incident_school ON data_incident (school_id, opened_at)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add them; a phone that has a number can ring."""
    for statement in CHANGES.split(";"):
        db.execute_sql(statement)
