"""The consent register: answers, never to be photographed, lawful bases, imports; numbers to know pupils by."""

from __future__ import annotations

from typing import Any

TABLES = """
ALTER TABLE pupil ADD COLUMN upn TEXT;
ALTER TABLE pupil ADD COLUMN admission_number TEXT;
ALTER TABLE pupil ADD COLUMN date_of_birth DATE;
CREATE UNIQUE INDEX pupil_upn ON pupil (school_id, upn);
CREATE UNIQUE INDEX pupil_admission_number ON pupil (school_id, admission_number);
CREATE TABLE consent_import (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    file_name TEXT NOT NULL,
    digest TEXT NOT NULL,
    totals TEXT NOT NULL
);
CREATE INDEX consent_import_at ON consent_import (school_id, at);
CREATE TABLE consent_import_undone (
    import_id TEXT NOT NULL PRIMARY KEY REFERENCES consent_import (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    at INTEGER NOT NULL,
    by TEXT NOT NULL
);
CREATE TABLE consent_decision (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    pupil_id TEXT NOT NULL REFERENCES pupil (id),
    purpose TEXT NOT NULL,
    medium TEXT NOT NULL,
    response TEXT NOT NULL,
    answered_by TEXT NOT NULL,
    respondent TEXT NOT NULL,
    able_by TEXT NOT NULL,
    how TEXT NOT NULL,
    decided_on DATE NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    small_print TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT NOT NULL,
    import_id TEXT REFERENCES consent_import (id)
);
CREATE INDEX consent_decision_pupil ON consent_decision (pupil_id, n);
CREATE INDEX consent_decision_school ON consent_decision (school_id, n);
CREATE TABLE never_photograph (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    pupil_id TEXT NOT NULL REFERENCES pupil (id),
    act TEXT NOT NULL,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL
);
CREATE INDEX never_photograph_school ON never_photograph (school_id, pupil_id, n);
CREATE TABLE lawful_basis (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    purpose TEXT NOT NULL,
    basis TEXT NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL
);
CREATE INDEX lawful_basis_school ON lawful_basis (school_id, n);
CREATE TABLE consent_rules (
    school_id TEXT NOT NULL PRIMARY KEY REFERENCES school (id),
    lasts_days INTEGER,
    changed_at INTEGER NOT NULL
);
CREATE TABLE consent_mapping (
    school_id TEXT NOT NULL REFERENCES school (id),
    name TEXT NOT NULL,
    mapping TEXT NOT NULL,
    kept_at INTEGER NOT NULL,
    PRIMARY KEY (school_id, name)
)
"""

APPEND_ONLY = ("consent_decision", "consent_import", "consent_import_undone", "never_photograph", "lawful_basis")


def up(_migrator: Any, db: Any) -> None:
    """Add them. Pupils so far have no number and no date of birth; nothing has been answered for anybody."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
