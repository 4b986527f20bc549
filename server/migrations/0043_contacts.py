"""Contacts that the office keeps: each with an id and a web address, local authorities, and who changed what.

What there was stays, with its dates. No school has said yet which nation or which local authority it belongs to.
"""

from __future__ import annotations

import uuid
from typing import Any

TABLES = """
CREATE TABLE authority (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    name TEXT NOT NULL,
    nation TEXT NOT NULL
);
CREATE INDEX authority_school ON authority (school_id, name);
CREATE TABLE contact_kept (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    part TEXT NOT NULL,
    authority_id TEXT REFERENCES authority (id),
    role TEXT NOT NULL,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    name TEXT NOT NULL,
    number TEXT NOT NULL,
    address TEXT NOT NULL,
    checked_on DATE
);
CREATE TABLE contact_rules (
    school_id TEXT NOT NULL PRIMARY KEY REFERENCES school (id),
    nation TEXT NOT NULL,
    authority_id TEXT REFERENCES authority (id),
    check_days INTEGER NOT NULL
);
CREATE TABLE contact_change (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    subject TEXT NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    what TEXT NOT NULL
);
CREATE INDEX contact_change_subject ON contact_change (subject, n);
ALTER TABLE pupil ADD COLUMN authority_id TEXT REFERENCES authority (id)
"""
OLD = "SELECT school_id, role, position, title, name, number, checked_on FROM contact ORDER BY rowid"
KEPT = "INSERT INTO contact_kept VALUES (?, ?, 'school', NULL, ?, ?, ?, ?, ?, '', ?)"
IN_ITS_PLACE = """
DROP TABLE contact;
ALTER TABLE contact_kept RENAME TO contact;
CREATE INDEX contact_part ON contact (school_id, part);
CREATE INDEX contact_authority ON contact (authority_id);
CREATE INDEX pupil_authority ON pupil (authority_id)
"""


def up(_migrator: Any, db: Any) -> None:
    """Make the tables, and bring every contact over."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
    for row in db.execute_sql(OLD).fetchall():
        db.execute_sql(KEPT, (str(uuid.uuid4()), *row))
    for statement in IN_ITS_PLACE.split(";"):
        db.execute_sql(statement)
    for act in ("UPDATE", "DELETE"):
        db.execute_sql(
            f"CREATE TRIGGER contact_change_no_{act.lower()} BEFORE {act} ON contact_change "
            "BEGIN SELECT RAISE(ABORT, 'contact_change is append-only'); END"
        )
